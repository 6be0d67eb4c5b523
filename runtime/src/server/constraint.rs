//! The properties of values that constraint traits measure.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use bytes::Bytes;

use crate::{BigDecimal, BigInteger};

/// The length that the `length` trait measures
/// ([Smithy 2.0, `length` trait](https://smithy.io/2.0/spec/constraint-traits.html#length-trait)):
/// the Unicode scalar values of a string, the bytes of a blob, the members of a list or map.
pub trait Length {
    /// Returns the length.
    fn length(&self) -> usize;
}

impl Length for str {
    fn length(&self) -> usize {
        self.chars().count()
    }
}

impl Length for String {
    fn length(&self) -> usize {
        self.as_str().length()
    }
}

impl Length for Bytes {
    fn length(&self) -> usize {
        self.len()
    }
}

impl<T> Length for Vec<T> {
    fn length(&self) -> usize {
        self.len()
    }
}

impl<K, V> Length for BTreeMap<K, V> {
    fn length(&self) -> usize {
        self.len()
    }
}

/// A number that the `range` trait compares
/// ([Smithy 2.0, `range` trait](https://smithy.io/2.0/spec/constraint-traits.html#range-trait)).
pub trait Number {
    /// Returns whether the number isn't below a bound, which is a number as JSON has it.
    fn at_least(&self, bound: &str) -> bool;
    /// Returns whether the number isn't above a bound.
    fn at_most(&self, bound: &str) -> bool;
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Number for $ty {
            fn at_least(&self, bound: &str) -> bool {
                match bound.parse::<i64>() {
                    Ok(bound) => i64::from(*self) >= bound,
                    Err(_) => is(BigDecimal::from(*self), bound, Ordering::is_ge),
                }
            }

            fn at_most(&self, bound: &str) -> bool {
                match bound.parse::<i64>() {
                    Ok(bound) => i64::from(*self) <= bound,
                    Err(_) => is(BigDecimal::from(*self), bound, Ordering::is_le),
                }
            }
        }
    )*};
}

integers!(i8 i16 i32 i64);

/// Compares in the type of the value, which the bound is rounded to as the value has been: `0.1` as
/// an `f32` is above 0.1 as an `f64`.
macro_rules! floats {
    ($($ty:ty)*) => {$(
        impl Number for $ty {
            fn at_least(&self, bound: &str) -> bool {
                bound.parse::<$ty>().is_ok_and(|bound| *self >= bound)
            }

            fn at_most(&self, bound: &str) -> bool {
                bound.parse::<$ty>().is_ok_and(|bound| *self <= bound)
            }
        }
    )*};
}

floats!(f32 f64);

macro_rules! big_numbers {
    ($($ty:ty)*) => {$(
        impl Number for $ty {
            fn at_least(&self, bound: &str) -> bool {
                is(BigDecimal::from(self.clone()), bound, Ordering::is_ge)
            }

            fn at_most(&self, bound: &str) -> bool {
                is(BigDecimal::from(self.clone()), bound, Ordering::is_le)
            }
        }
    )*};
}

big_numbers!(BigInteger BigDecimal);

/// Whether a number compares with a bound so, digit by digit.
fn is(value: BigDecimal, bound: &str, fits: impl Fn(Ordering) -> bool) -> bool {
    let bound = bound.parse::<BigDecimal>();
    bound.is_ok_and(|bound| fits(value.cmp(&bound)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_measured_in_scalar_values() {
        assert_eq!("a😀ü".length(), 3);
        assert_eq!(Bytes::from_static("ü".as_bytes()).length(), 2);
    }

    #[test]
    fn numbers_are_compared_exactly_where_they_can_be() {
        assert!(i64::MAX.at_least("9223372036854775807"));
        assert!(!(i64::MAX - 1).at_least("9223372036854775807"));
        assert!(7_i8.at_most("7.5") && !8_i8.at_most("7.5"));
        assert!(0.1_f32.at_least("0.1") && !f64::NAN.at_least("0"));
        let big: BigInteger = "100000000000000000000".parse().unwrap();
        assert!(big.at_least("1") && !big.at_most("1e19"));
    }
}
