//! Numbers that a seed decides, so that client and server draw the same.

/// Numbers that a seed decides, and that for which they are drawn.
pub(crate) struct Draw(u64);

impl Draw {
    /// Begins the numbers for this, such as a call and an attempt.
    pub(crate) fn of(seed: u64, parts: [u64; 3]) -> Self {
        let mut draw = Self(seed);
        for part in parts {
            draw.0 = draw.next() ^ part;
        }
        draw
    }

    /// Draws the next number (SplitMix64).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Draws a number below a limit.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// The third part of what is drawn, so that the numbers differ.
pub(crate) mod part {
    /// The server's fault for an attempt of a call.
    pub(crate) const FAULT: u64 = 1;
    /// The delays in a server's answer.
    pub(crate) const DELAY: u64 = 2;
    /// The end of a connection that rests.
    pub(crate) const IDLE: u64 = 3;
    /// A connection that is accepted.
    pub(crate) const ACCEPT: u64 = 4;
    /// The difference of the server's clock.
    pub(crate) const CLOCK: u64 = 5;
    /// A request for credentials.
    pub(crate) const CREDENTIALS: u64 = 6;
    /// The treatment of a call by the program.
    pub(crate) const MANNER: u64 = 7;
}
