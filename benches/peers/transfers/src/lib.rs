//! The arguments that all programs have: `put|get|parts|ranges URL FILE`. A `get` counts bytes, so
//! that no disk is measured.

/// The arguments of a program.
pub struct Arguments {
    /// `put`, `get`, `parts` or `ranges`.
    pub work: String,
    /// The address of the server.
    pub url: String,
    /// The file that is uploaded.
    pub file: String,
}

/// Reads the arguments.
pub fn arguments() -> Arguments {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("put|get|parts|ranges URL FILE");
    Arguments {
        work: next(),
        url: next(),
        file: next(),
    }
}

/// Prints how many bytes came, so that nothing is counted as read that wasn't.
pub fn came(bytes: u64) {
    println!("{bytes}");
}
