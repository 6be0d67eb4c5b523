//! Several runtimes that share a cache, of which some rest or end.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::{Answer, Scripted, runtime, scene};

/// A runtime that is only driven during calls: a call that is cancelled there ends what it
/// started, and a renewal that waits there doesn't hold up the calls of other runtimes.
#[test]
fn runtimes_at_rest() {
    let provider = Scripted::new([Answer::Hangs, Answer::Valid(250), Answer::Hangs]);
    let scene = scene(provider.clone());
    let (first, second) = (runtime(), runtime());
    first.block_on(async {
        let call = timeout(Duration::from_millis(100), scene.client.echo("hi"));
        assert!(call.await.is_err());
    });
    assert_eq!(provider.running(), 0);

    // The second one begins a renewal, and rests.
    assert_eq!(first.block_on(scene.signed_with()), "KEY1");
    assert_eq!(first.block_on(scene.signed_with()), "KEY1");
    assert_eq!(second.block_on(scene.signed_with()), "KEY1");

    // Nor does it when there is nothing valid left.
    let provider = Scripted::new([Answer::Valid(4), Answer::Hangs, Answer::Valid(3_600)]);
    let scene = self::scene(provider.clone());
    first.block_on(scene.signed_with());
    first.block_on(async {
        scene.signed_with().await;
        sleep(Duration::from_millis(100)).await;
    });
    assert_eq!(provider.running(), 1);
    std::thread::sleep(Duration::from_millis(4_100));
    let start = std::time::Instant::now();
    assert_eq!(second.block_on(scene.signed_with()), "KEY2");
    assert!(start.elapsed() < Duration::from_secs(10));
}

/// A renewal in a runtime that rests for longer than its provider may take is over.
#[test]
fn a_renewal_that_rests_is_over_some_time() {
    let answers = [Answer::Valid(250), Answer::Hangs, Answer::Valid(3_600)];
    let provider = Scripted::new(answers).limit(Duration::from_secs(3));
    let scene = scene(provider.clone());
    let first = runtime();
    first.block_on(scene.signed_with());
    first.block_on(async {
        scene.signed_with().await;
        sleep(Duration::from_millis(30)).await;
    });
    assert_eq!((provider.asked(), provider.running()), (2, 1));
    let second = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    second.block_on(async {
        assert_eq!(scene.signed_with().await, "KEY0");
        assert_eq!(provider.asked(), 2);
        // It is found to have hung, and remembered.
        sleep(Duration::from_secs(5)).await;
        assert_eq!(scene.signed_with().await, "KEY0");
        assert_eq!(provider.asked(), 2);
        sleep(Duration::from_secs(31)).await;
        assert_eq!(scene.signed_with().await, "KEY0");
        sleep(Duration::from_secs(1)).await;
        assert_eq!(scene.signed_with().await, "KEY2");
    });
    assert_eq!(provider.asked(), 3);
}

/// A runtime that ends takes along what runs in it. The others begin anew.
#[test]
fn runtimes_that_end() {
    let provider = Scripted::new([Answer::Hangs, Answer::Valid(3_600)]);
    let scene = scene(provider.clone());
    let first = runtime();
    let call = first.spawn({
        let scene = scene.clone();
        async move { scene.signed_with().await }
    });
    first.block_on(async { sleep(Duration::from_millis(100)).await });
    assert_eq!(provider.running(), 1);
    let second = std::thread::spawn({
        let scene = scene.clone();
        move || runtime().block_on(scene.signed_with())
    });
    std::thread::sleep(Duration::from_millis(100));
    drop(first);
    drop(call);
    assert_eq!(second.join().unwrap(), "KEY1");
}

/// A renewal that its runtime took along is remembered, too.
#[test]
fn a_runtime_per_call() {
    let provider = Scripted::new([Answer::Valid(250)]).takes(Duration::from_millis(1_500));
    let scene = scene(provider.clone());
    runtime().block_on(scene.signed_with());
    for _ in 0..5 {
        runtime().block_on(async {
            assert_eq!(scene.signed_with().await, "KEY0");
            sleep(Duration::from_millis(30)).await;
        });
        assert_eq!(provider.running(), 0);
    }
    assert_eq!(provider.asked(), 2);
}

/// A renewal whose runtime rests so long that others give it up brings its credentials in the end.
/// They don't replace those that the others got meanwhile.
#[test]
fn what_a_runtime_at_rest_brings_late_replaces_nothing() {
    let answers = [Answer::Valid(3), Answer::Valid(3_600), Answer::Valid(3_600)];
    let provider = Scripted::new(answers).takes(Duration::from_millis(300));
    let scene = scene(provider.clone());
    let (first, second) = (runtime(), runtime());
    first.block_on(async {
        assert_eq!(scene.signed_with().await, "KEY0");
        // Begins a renewal.
        assert_eq!(scene.signed_with().await, "KEY0");
        sleep(Duration::from_millis(30)).await;
    });
    assert_eq!((provider.asked(), provider.running()), (2, 1));
    std::thread::sleep(Duration::from_millis(3_100));
    assert_eq!(second.block_on(scene.signed_with()), "KEY2");
    first.block_on(async {
        while provider.running() > 0 {
            sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(scene.signed_with().await, "KEY2");
    });
    assert_eq!(provider.asked(), 3);
}
