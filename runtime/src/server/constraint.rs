//! The properties of values that constraint traits measure.

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
                if let Ok(bound) = bound.parse::<i64>() {
                    return i64::from(*self) >= bound;
                }
                match bound.parse::<i128>() {
                    Ok(bound) => i128::from(*self) >= bound,
                    Err(_) => (*self as f64).at_least(bound),
                }
            }

            fn at_most(&self, bound: &str) -> bool {
                if let Ok(bound) = bound.parse::<i64>() {
                    return i64::from(*self) <= bound;
                }
                match bound.parse::<i128>() {
                    Ok(bound) => i128::from(*self) <= bound,
                    Err(_) => (*self as f64).at_most(bound),
                }
            }
        }
    )*};
}

integers!(i8 i16 i32 i64);

impl Number for f64 {
    fn at_least(&self, bound: &str) -> bool {
        bound.parse::<f64>().is_ok_and(|bound| *self >= bound)
    }

    fn at_most(&self, bound: &str) -> bool {
        bound.parse::<f64>().is_ok_and(|bound| *self <= bound)
    }
}

impl Number for f32 {
    fn at_least(&self, bound: &str) -> bool {
        f64::from(*self).at_least(bound)
    }

    fn at_most(&self, bound: &str) -> bool {
        f64::from(*self).at_most(bound)
    }
}

/// Compares as doubles: bounds with more digits aren't written.
macro_rules! big_numbers {
    ($($ty:ty)*) => {$(
        impl Number for $ty {
            fn at_least(&self, bound: &str) -> bool {
                self.as_str().parse::<f64>().is_ok_and(|value| value.at_least(bound))
            }

            fn at_most(&self, bound: &str) -> bool {
                self.as_str().parse::<f64>().is_ok_and(|value| value.at_most(bound))
            }
        }
    )*};
}

big_numbers!(BigInteger BigDecimal);

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
