#[derive(Debug)]
pub(crate) struct Waiter {}
