//! Paginators: page after page without I/O, through the async client and the blocking one.

use crate::support::{config, of_async};
use goldens::cloud_watch_logs::{FilterLogEvents, GetLogEvents};
use goldens::library::{
    BlockingClient, Book, CountLoans, CountLoansOutput, Error, ListBooks, ListBooksOutput,
    ListReaders, ListReadersOutput, ListShelves, ListShelvesOutput, Next, Page, ScanCards,
    ScanCardsOutput,
};
use serde_json::json;
use tinsmith_runtime::{Operation, Pages, Paginated, PaginatedItems};

/// The body that an operation sends.
fn sent<O: Operation>(operation: Option<&O>) -> Option<serde_json::Value> {
    let request = operation?
        .to_request(&"/".parse().expect("a URI"))
        .expect("a sound input");
    Some(serde_json::from_slice(request.body()).expect("JSON"))
}

fn books(titles: &[&str], token: Option<&str>) -> ListBooksOutput {
    let books: Vec<Book> = titles
        .iter()
        .map(|title| Book::new().title(*title))
        .collect();
    let output = ListBooksOutput::new().books(books);
    match token {
        Some(token) => output.next_token(token),
        None => output,
    }
}

/// Feeds outputs, and tells what was sent for each and what would be sent then.
fn run<O: Paginated>(mut pages: Pages<O>, outputs: &[O::Output]) -> Vec<Option<serde_json::Value>> {
    let mut all = vec![sent(pages.operation())];
    for output in outputs {
        pages.feed(output).expect("a token that is new");
        all.push(sent(pages.operation()));
    }
    all
}

#[test]
fn the_last_page_has_no_token() {
    let pages = ListBooks::new().shelf("a").max_results(2).pages();
    let outputs = [books(&["1", "2"], Some("t")), books(&["3"], None)];
    assert_eq!(
        run(pages, &outputs),
        [
            Some(json!({"Shelf": "a", "MaxResults": 2})),
            Some(json!({"Shelf": "a", "MaxResults": 2, "NextToken": "t"})),
            None
        ]
    );
}

#[test]
fn pages_go_on_from_a_token_that_is_set() {
    let pages = ListBooks::new().shelf("a").next_token("u").pages();
    assert_eq!(
        sent(pages.operation()),
        Some(json!({"Shelf": "a", "NextToken": "u"}))
    );
}

#[test]
fn empty_tokens_are_none() {
    let pages = ListBooks::new().shelf("a").pages();
    assert_eq!(run(pages, &[books(&[], Some(""))])[1], None);
    // A token that isn't optional is there, and empty.
    let output = ListReadersOutput::new();
    assert_eq!(run(ListReaders::new().pages(), &[output])[1], None);
    let output = CountLoansOutput::new().with_next(0);
    assert_eq!(run(CountLoans::new().pages(), &[output])[1], None);
    let output = ScanCardsOutput::new().last([("", ""); 0]);
    assert_eq!(run(ScanCards::new().pages(), &[output])[1], None);
}

/// A page without items isn't the last one.
#[test]
fn empty_pages_go_on() {
    let pages = ListBooks::new().shelf("a").pages();
    assert!(run(pages, &[books(&[], Some("t"))])[1].is_some());
}

#[test]
fn a_token_that_comes_again_is_an_error_and_the_end() {
    let mut pages = ListBooks::new().shelf("a").pages();
    pages.feed(&books(&["1"], Some("t"))).expect("new");
    pages.feed(&books(&["1"], Some("u"))).expect("new");
    let error = pages.feed(&books(&["1"], Some("u"))).expect_err("old");
    assert_eq!(
        error.to_string(),
        "ListBooks: invalid response: expected the token of the next page, \
         found the token that this page was asked for with (path $.NextToken)"
    );
    assert_eq!(
        (error.path(), error.offset(), error.header()),
        (Some("$.NextToken"), None, None)
    );
    assert!(pages.operation().is_none());
    // A page after the end changes nothing.
    pages.feed(&books(&["1"], Some("v"))).expect("nothing");
    assert!(pages.operation().is_none());
}

#[test]
fn tokens_are_found_deep_in_the_output() {
    let page = |marker| Page::new().with_next(Next::new().marker(marker));
    let outputs = [
        ListShelvesOutput::new().page(page("m")),
        ListShelvesOutput::new(),
    ];
    assert_eq!(
        run(ListShelves::new().rows(3).pages(), &outputs),
        [
            Some(json!({"Rows": 3})),
            Some(json!({"Rows": 3, "Marker": "m"})),
            None
        ]
    );
}

#[test]
fn tokens_may_be_numbers_and_maps() {
    let outputs = [CountLoansOutput::new().with_next(7)];
    assert_eq!(
        run(CountLoans::new().pages(), &outputs)[1],
        Some(json!({"From": 7}))
    );
    let last = [("id".to_owned(), "7".to_owned())];
    let outputs = [ScanCardsOutput::new().last(last)];
    assert_eq!(
        run(ScanCards::new().pages(), &outputs)[1],
        Some(json!({"After": {"id": "7"}}))
    );
}

#[test]
fn items_are_those_of_lists_and_maps() {
    assert_eq!(
        ListBooks::items(books(&["1", "2"], None)),
        [Book::new().title("1"), Book::new().title("2")]
    );
    assert_eq!(ListBooks::items(ListBooksOutput::new()), []);
    let rows = [vec!["a".to_owned()], vec![]];
    let output = ListShelvesOutput::new().page(Page::new().shelves(rows.clone()));
    assert_eq!(ListShelves::items(output), rows);
    assert!(ListShelves::items(ListShelvesOutput::new()).is_empty());
    let output = CountLoansOutput::new().loans([("ada".to_owned(), 2)]);
    assert_eq!(CountLoans::items(output), [("ada".to_owned(), 2)]);
    let output = ScanCardsOutput::new().cards([None, Some([].into())]);
    assert_eq!(ScanCards::items(output), [None, Some([].into())]);
}

#[test]
fn a_member_called_pages_has_another_setter() {
    let pages = ListReaders::new().with_pages(3).pages();
    assert_eq!(sent(pages.operation()), Some(json!({"pages": 3})));
}

const TWO_PAGES: [(u16, &str); 2] = [
    (
        200,
        r#"{"Books": [{"Title": "1"}, {"Title": "2"}], "NextToken": "t"}"#,
    ),
    (200, r#"{"Books": [{"Title": "3"}]}"#),
];

fn title(book: Book) -> String {
    book.title.expect("a title")
}

#[test]
fn the_async_client_fetches_pages() {
    let (config, requests) = config(&TWO_PAGES);
    let client = goldens::library::Client::new(&config).expect("a client");
    let counts = of_async(async {
        let mut pages = client.pages(ListBooks::new().shelf("a"));
        let mut counts = Vec::new();
        while let Some(page) = pages.next().await {
            counts.push(page.expect("a page").books.map(|books| books.len()));
        }
        assert!(pages.next().await.is_none());
        counts
    });
    assert_eq!(counts, [Some(2), Some(1)]);
    assert_eq!(
        requests.bodies(),
        [
            json!({"Shelf": "a"}),
            json!({"Shelf": "a", "NextToken": "t"})
        ]
    );
}

#[test]
fn the_async_client_gives_items() {
    let (config, requests) = config(&TWO_PAGES);
    let client = goldens::library::Client::new(&config).expect("a client");
    let titles = of_async(async {
        let mut items = client.pages(ListBooks::new().shelf("a")).items();
        let mut titles = Vec::new();
        while let Some(book) = items.next().await {
            titles.push((title(book.expect("a book")), requests.bodies().len()));
        }
        titles
    });
    // The second page isn't fetched before the first one is used up.
    let expected = [("1", 1), ("2", 1), ("3", 2)].map(|(title, page)| (title.to_owned(), page));
    assert_eq!(titles, expected);
}

#[test]
fn as_much_is_collected_as_the_limit_allows() {
    for (limit, items, calls) in [(0, 0, 0), (2, 2, 1), (3, 3, 2), (9, 3, 2)] {
        let (config, requests) = config(&TWO_PAGES);
        let client = goldens::library::Client::new(&config).expect("a client");
        let pages = client.pages(ListBooks::new().shelf("a"));
        let books = of_async(pages.items().collect(limit)).expect("books");
        assert_eq!((books.len(), requests.bodies().len()), (items, calls));
    }
    for (limit, pages, calls) in [(0, 0, 0), (1, 1, 1), (9, 2, 2)] {
        let (config, requests) = config(&TWO_PAGES);
        let client = goldens::library::Client::new(&config).expect("a client");
        let all = client.pages(ListBooks::new().shelf("a"));
        let all = of_async(all.collect(limit)).expect("pages");
        assert_eq!((all.len(), requests.bodies().len()), (pages, calls));
    }
    let bad = (400, r#"{"__type": "NoSuchShelf"}"#);
    let (config, _) = config(&[TWO_PAGES[0], bad]);
    let client = goldens::library::Client::new(&config).expect("a client");
    let books = client.pages(ListBooks::new().shelf("a")).items();
    assert!(of_async(books.collect(9)).is_err());
}

/// Its futures can go to another thread, and the pages aren't bound to the client.
#[test]
fn pages_can_be_sent() {
    let (config, _) = config(&TWO_PAGES);
    let titles = of_async(async move {
        let items = {
            let client = goldens::library::Client::new(&config).expect("a client");
            client.pages(ListBooks::new().shelf("a")).items()
        };
        let task = tokio::spawn(async move {
            let mut items = items;
            items.next().await
        });
        task.await.expect("no panic")
    });
    assert!(matches!(titles, Some(Ok(book)) if title(book.clone()) == "1"));
}

#[test]
fn an_error_is_the_end() {
    let bad = (400, r#"{"__type": "NoSuchShelf"}"#);
    let (config, requests) = config(&[TWO_PAGES[0], bad, TWO_PAGES[1]]);
    let client = goldens::library::Client::new(&config).expect("a client");
    of_async(async {
        let mut pages = client.pages(ListBooks::new().shelf("a"));
        assert!(pages.next().await.is_some_and(|page| page.is_ok()));
        let error = pages.next().await.expect("a page").expect_err("an error");
        assert_eq!(error.code(), Some("NoSuchShelf"));
        assert!(pages.next().await.is_none());
    });
    assert_eq!(requests.bodies().len(), 2);
}

#[test]
fn a_repeated_token_is_an_error_of_the_service() {
    let (config, _) = config(&[TWO_PAGES[0], TWO_PAGES[0]]);
    let client = BlockingClient::new(&config).expect("a client");
    let mut pages = client.pages(ListBooks::new().shelf("a"));
    // The page with the old token is there before the error.
    assert!(pages.next().is_some_and(|page| page.is_ok()));
    assert!(pages.next().is_some_and(|page| page.is_ok()));
    assert!(matches!(pages.next(), Some(Err(Error::InvalidResponse(_)))));
    assert!(pages.next().is_none());
}

#[test]
fn items_of_a_page_with_a_repeated_token_come_before_the_error() {
    for (limit, expected) in [(4, Ok(4)), (5, Err(()))] {
        let (config, requests) = config(&[TWO_PAGES[0], TWO_PAGES[0]]);
        let client = goldens::library::Client::new(&config).expect("a client");
        let items = client.pages(ListBooks::new().shelf("a")).items();
        let items = of_async(items.collect(limit));
        assert_eq!(items.map(|items| items.len()).map_err(|_| ()), expected);
        assert_eq!(requests.bodies().len(), 2);
    }
}

/// CloudWatch Logs gives each page of `GetLogEvents` a token.
#[test]
fn pages_of_log_events_end_where_the_token_is_the_old_one() {
    let (config, requests) = config(&[
        (200, r#"{"events": ["a", "b"], "nextForwardToken": "f/1"}"#),
        (200, r#"{"events": ["c"], "nextForwardToken": "f/2"}"#),
        (200, r#"{"events": ["d"], "nextForwardToken": "f/2"}"#),
    ]);
    let client = goldens::cloud_watch_logs::Client::new(&config).expect("a client");
    let events = of_async(client.pages(GetLogEvents::new()).items().collect(9));
    assert_eq!(events.expect("events"), ["a", "b", "c", "d"]);
    assert_eq!(
        requests.bodies(),
        [
            json!({}),
            json!({"nextToken": "f/1"}),
            json!({"nextToken": "f/2"})
        ]
    );
    // Other operations of the service are like those of other services.
    const { assert!(GetLogEvents::LAST_REPEATS_TOKEN) };
    const { assert!(!FilterLogEvents::LAST_REPEATS_TOKEN) };
}

#[test]
fn blocking_pages_and_items_are_iterators() {
    let (first, _) = config(&TWO_PAGES);
    let client = BlockingClient::new(&first).expect("a client");
    let pages: Result<Vec<_>, Error> = client.pages(ListBooks::new().shelf("a")).collect();
    assert_eq!(pages.expect("pages").len(), 2);
    let (second, _) = config(&TWO_PAGES);
    let client = BlockingClient::new(&second).expect("a client");
    let items = client.pages(ListBooks::new().shelf("a")).items();
    let titles: Vec<_> = items.map(|item| title(item.expect("an item"))).collect();
    assert_eq!(titles, ["1", "2", "3"]);
}

/// Refused calls end the iterator as well; otherwise a loop over it would have no end.
#[test]
fn blocking_within_an_async_runtime_is_one_error() {
    let (config, requests) = config(&TWO_PAGES);
    let client = BlockingClient::new(&config).expect("a client");
    let (pages, items) = of_async(async {
        let pages = client.pages(ListBooks::new().shelf("a"));
        let items = pages.clone().items();
        (pages.collect::<Vec<_>>(), items.collect::<Vec<_>>())
    });
    assert!(matches!(pages[..], [Err(Error::Config(_))]));
    assert!(matches!(items[..], [Err(Error::Config(_))]));
    assert!(requests.bodies().is_empty());
}
