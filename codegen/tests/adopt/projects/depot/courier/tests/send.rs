//! A test of the library, by the name that it has.

use couriers::Courier;

#[test]
fn sends() {
    let courier: Courier = todo();
    _ = courier.client.list_labels();
}

fn todo() -> Courier {
    unreachable!()
}
