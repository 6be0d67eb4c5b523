//! When credentials are fetched and renewed, and who waits for that.

use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::{Answer, Scripted, scene};

#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_fetched_once() {
    let provider = Scripted::new([Answer::Valid(3_600)]);
    let scene = scene(provider.clone());
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = scene.client.clone();
            tokio::spawn(async move { client.echo("hi").await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(provider.asked(), 1);
}

/// They fail with one request, and not one after the other.
#[tokio::test(flavor = "multi_thread")]
async fn calls_share_an_error() {
    let provider = Scripted::new([Answer::Fails]).takes(Duration::from_secs(1));
    let scene = scene(provider.clone());
    let start = std::time::Instant::now();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let scene = scene.clone();
            tokio::spawn(async move { scene.error().await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), "no credentials: the source is dry");
    }
    assert_eq!(provider.asked(), 1);
    assert!(start.elapsed() < Duration::from_secs(15));
    // The next call asks anew: somebody may have logged in meanwhile.
    scene.error().await;
    assert_eq!(provider.asked(), 2);
}

/// A call that finds something valid doesn't wait for what lasts longer.
#[tokio::test(start_paused = true)]
async fn credentials_are_renewed_beside_the_calls() {
    let provider =
        Scripted::new([Answer::Valid(250), Answer::Valid(3_600)]).takes(Duration::from_secs(3));
    let scene = scene(provider.clone());
    assert_eq!(scene.signed_with().await, "KEY0");
    let start = Instant::now();
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await, "KEY0");
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    sleep(Duration::from_secs(4)).await;
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await, "KEY1");
    }
    assert_eq!(provider.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_lasts_long_enough_is_not_renewed() {
    let provider = Scripted::new([Answer::Valid(310)]);
    let scene = scene(provider.clone());
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await, "KEY0");
        sleep(Duration::from_secs(100)).await;
    }
    assert_eq!(provider.asked(), 1);
}

/// A renewal that fails, hangs or brings nothing that lasts longer isn't begun again at once, and
/// no call waits for it.
#[tokio::test(start_paused = true)]
async fn a_renewal_that_is_no_use_is_remembered() {
    for (answer, takes) in [
        (Answer::Fails, 1),
        (Answer::Panics, 1),
        (Answer::Valid(250), 1),
        (Answer::Hangs, 61),
    ] {
        let provider = Scripted::new([Answer::Valid(250), answer]);
        let scene = scene(provider.clone());
        scene.signed_with().await;
        let start = Instant::now();
        scene.signed_with().await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        sleep(Duration::from_secs(takes)).await;
        // Nothing of it is left.
        assert_eq!(provider.running(), 0);
        for _ in 0..5 {
            scene.signed_with().await;
            sleep(Duration::from_secs(5)).await;
        }
        assert_eq!(provider.asked(), 2);
        sleep(Duration::from_secs(6)).await;
        let start = Instant::now();
        scene.signed_with().await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        sleep(Duration::from_secs(1)).await;
        assert_eq!(provider.asked(), 3);
    }
}

/// Real seconds: what counts is when they expire.
#[tokio::test]
async fn once_they_have_expired_calls_wait() {
    let provider = Scripted::new([Answer::Valid(4), Answer::Hangs]);
    let scene = scene(provider.clone());
    assert_eq!(scene.signed_with().await, "KEY0");
    assert_eq!(scene.signed_with().await, "KEY0");
    sleep(Duration::from_millis(4_100)).await;
    let call = timeout(Duration::from_millis(300), scene.client.echo("hi"));
    assert!(call.await.is_err());
    // It waits for the renewal that was begun for the second call.
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn what_has_expired_as_it_comes_is_an_error() {
    let scene = scene(Scripted::new([Answer::Valid(-10)]));
    let error = scene.error().await;
    assert!(
        error.starts_with("no credentials: those that the source gave expired at 2"),
        "{error}"
    );
    assert!(scene.seen.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn every_wait_has_a_bound() {
    let provider = Scripted::new([Answer::Hangs]);
    let scene = scene(provider.clone());
    let start = Instant::now();
    assert_eq!(
        scene.error().await,
        "no credentials: their provider gave none within 60s"
    );
    assert!(start.elapsed() < Duration::from_secs(61));
    assert_eq!(provider.running(), 0);
}

/// A provider may want all the time in the world.
#[tokio::test(start_paused = true)]
async fn no_limit_is_a_limit() {
    let provider = Scripted::new([Answer::Valid(3_600)])
        .takes(Duration::from_secs(10_000))
        .limit(Duration::MAX);
    assert_eq!(scene(provider).signed_with().await, "KEY0");
}

#[tokio::test]
async fn a_panic_is_an_error() {
    let scene = scene(Scripted::new([Answer::Panics, Answer::Valid(3_600)]));
    assert_eq!(
        scene.error().await,
        "no credentials: their provider panicked"
    );
    assert_eq!(scene.signed_with().await, "KEY1");
}

/// The first call is cancelled; the second, which waits for the same request, isn't touched.
#[tokio::test(start_paused = true)]
async fn a_call_that_is_cancelled_does_not_take_others_down() {
    let provider = Scripted::new([Answer::Valid(3_600)]).takes(Duration::from_secs(2));
    let scene = scene(provider.clone());
    let second = tokio::spawn({
        let scene = scene.clone();
        async move {
            sleep(Duration::from_millis(500)).await;
            scene.signed_with().await
        }
    });
    let first = timeout(Duration::from_secs(1), scene.client.echo("hi"));
    assert!(first.await.is_err());
    assert_eq!(second.await.unwrap(), "KEY0");
    assert_eq!(provider.asked(), 1);
}

/// The renewal that a call started ends with the call.
#[tokio::test(start_paused = true)]
async fn nothing_runs_on_that_nobody_waits_for() {
    let provider = Scripted::new([Answer::Hangs, Answer::Valid(3_600)]);
    let scene = scene(provider.clone());
    {
        let calls = [scene.client.echo("a"), scene.client.echo("b")];
        let [a, b] = calls.map(|call| timeout(Duration::from_secs(1), call));
        let mut both = std::pin::pin!(async { (a.await.is_err(), b.await.is_err()) });
        // So that both are under way.
        poll_fn(|context| Poll::Ready(both.as_mut().poll(context).is_pending())).await;
        assert_eq!(both.await, (true, true));
    }
    assert_eq!(provider.running(), 0);
    assert_eq!(scene.signed_with().await, "KEY1");
}

/// A renewal beside calls ends with the last client.
#[tokio::test(start_paused = true)]
async fn nothing_runs_on_without_clients() {
    let provider = Scripted::new([Answer::Valid(250), Answer::Hangs]);
    let scene = scene(provider.clone());
    scene.signed_with().await;
    scene.signed_with().await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(provider.running(), 1);
    drop(scene);
    assert_eq!(provider.running(), 0);
}
