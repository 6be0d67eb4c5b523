$version: "2.0"

namespace example.seldom

use aws.protocols#awsJson1_1
use smithy.waiters#waitable

/// Combinations of traits that models seldom have.
@awsJson1_1
service Seldom {
    version: "2026-11-29"
    operations: [
        Ask
        Listen
    ]
}

@waitable(
    Heard: {
        acceptors: [
            {
                state: "success"
                matcher: { output: { path: "words", expected: "yes", comparator: "anyStringEquals" } }
            }
            {
                state: "failure"
                matcher: { output: { path: "answers", expected: "NO", comparator: "allStringEquals" } }
            }
            {
                state: "failure"
                matcher: { output: { path: "given", expected: "no", comparator: "allStringEquals" } }
            }
        ]
    }
)
operation Ask {
    input := {
        @clientOptional
        whole: Document = true
    }
    output := {
        words: Words

        answers: Answers

        @required
        given: Words
    }
}

@sparse
list Words {
    member: String
}

@sparse
list Answers {
    member: Answer
}

enum Answer {
    YES
    NO
}

operation Listen {
    output := {
        sounds: Sounds
    }
}

@streaming
union Sounds {
    word: Word
    broken: Broken
}

structure Word {}

/// An error without a member, which only events have.
@error("client")
structure Broken {}
