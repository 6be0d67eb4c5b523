//! The value of a JSON number, so that all texts of a number are equal, hash alike and sort
//! together. No function here takes longer for `1e999999999` than its text is long.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A number's value. Zero has no digit, and its sign and power are those of `0`.
pub(super) struct Size<'t> {
    is_negative: bool,
    /// The power of ten of the first digit.
    power: Power,
    /// The digits from the first to the last that isn't zero: before the point, and after it.
    digits: (&'t [u8], &'t [u8]),
}

impl<'t> Size<'t> {
    /// Takes the size of a text that is a JSON number (RFC 8259, section 6).
    pub(super) fn of(text: &'t str) -> Self {
        let (is_negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, ""));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let (whole_digits, digits, first) = if whole.is_empty() {
            let digits = fraction.trim_start_matches('0');
            (whole, digits, -length(fraction.len() - digits.len()) - 1)
        } else if fraction.is_empty() {
            (
                whole.trim_end_matches('0'),
                fraction,
                length(whole.len()) - 1,
            )
        } else {
            (whole, fraction, length(whole.len()) - 1)
        };
        if whole_digits.is_empty() && digits.is_empty() {
            return Self {
                is_negative: false,
                power: Power::Small(0),
                digits: (&[], &[]),
            };
        }
        Self {
            is_negative,
            power: Power::of(exponent, first),
            digits: (whole_digits.as_bytes(), digits.as_bytes()),
        }
    }

    fn digits(&self) -> impl Iterator<Item = &u8> {
        self.digits.0.iter().chain(self.digits.1)
    }

    /// -1 for negative numbers, 1 for positive ones.
    fn sign(&self) -> i8 {
        match self.digits().next() {
            None => 0,
            Some(_) if self.is_negative => -1,
            Some(_) => 1,
        }
    }
}

impl Ord for Size<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let size = || {
            let powers = self.power.cmp(&other.power);
            powers.then_with(|| self.digits().cmp(other.digits()))
        };
        let signs = self.sign().cmp(&other.sign());
        signs.then_with(|| {
            if self.is_negative {
                size().reverse()
            } else {
                size()
            }
        })
    }
}

impl PartialOrd for Size<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Size<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Size<'_> {}

impl Hash for Size<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sign().hash(state);
        self.power.hash(state);
        self.digits().for_each(|digit| digit.hash(state));
    }
}

/// A power of ten.
#[derive(PartialEq, Eq, Hash)]
enum Power {
    /// Less than `LIMIT` either way.
    Small(i128),
    /// All other numbers, by their digits.
    Large { is_negative: bool, digits: Vec<u8> },
}

/// The powers that count as small have so many digits at most.
const SMALL_DIGITS: usize = 37;

impl Power {
    /// Reads an exponent as JSON has it, or none, and adds `first`.
    fn of(exponent: &str, first: i64) -> Self {
        let (is_negative, digits) = match exponent.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
        };
        let digits = digits.trim_start_matches('0');
        if digits.len() > SMALL_DIGITS {
            let digits = digits.bytes().map(|digit| digit - b'0').collect();
            return Self::shifted(is_negative, digits, first);
        }
        let value = digits
            .bytes()
            .fold(0_i128, |value, digit| value * 10 + i128::from(digit - b'0'));
        let value = if is_negative { -value } else { value };
        Self::small(value + i128::from(first))
    }

    fn small(value: i128) -> Self {
        let digits = value.unsigned_abs().to_string();
        if digits.len() <= SMALL_DIGITS {
            return Self::Small(value);
        }
        Self::Large {
            is_negative: value < 0,
            digits: digits.bytes().map(|digit| digit - b'0').collect(),
        }
    }

    /// A power of more digits than an `i64` has, with so many added: its sign stays.
    fn shifted(is_negative: bool, mut digits: Vec<u8>, by: i64) -> Self {
        let mut carry = if is_negative {
            -i128::from(by)
        } else {
            by.into()
        };
        for digit in digits.iter_mut().rev() {
            let sum = i128::from(*digit) + carry;
            *digit = u8::try_from(sum.rem_euclid(10)).unwrap_or_default();
            carry = sum.div_euclid(10);
        }
        if let Ok(first @ 1..) = u8::try_from(carry) {
            digits.insert(0, first);
        }
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..zeros);
        if digits.len() > SMALL_DIGITS {
            return Self::Large {
                is_negative,
                digits,
            };
        }
        let value = digits
            .iter()
            .fold(0_i128, |value, digit| value * 10 + i128::from(*digit));
        Self::Small(if is_negative { -value } else { value })
    }

    fn sign(&self) -> i8 {
        match self {
            Self::Small(_) => 0,
            Self::Large { is_negative, .. } => {
                if *is_negative {
                    -1
                } else {
                    1
                }
            }
        }
    }
}

impl Ord for Power {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Small(one), Self::Small(other)) => one.cmp(other),
            (
                Self::Large {
                    is_negative,
                    digits: one,
                },
                Self::Large { digits: two, .. },
            ) if self.sign() == other.sign() => {
                let size = one.len().cmp(&two.len()).then_with(|| one.cmp(two));
                if *is_negative { size.reverse() } else { size }
            }
            _ => self.sign().cmp(&other.sign()),
        }
    }
}

impl PartialOrd for Power {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Converts a length, as no text is longer than an `i64` can say.
fn length(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX - 1)
}
