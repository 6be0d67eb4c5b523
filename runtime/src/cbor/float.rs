//! Floating-point numbers of 16, 32 and 64 bits.

use super::Reader;
use super::head::major;
use crate::read_error::{ReadError, ReadResult};

impl Reader<'_> {
    /// Reads a Smithy `float`.
    ///
    /// # Errors
    /// As [`double`](Self::double).
    pub fn float(&mut self) -> ReadResult<f32> {
        let what = "a floating-point number of 32 bits";
        let start = self.at;
        let value = self.any_float(what)?;
        let float = value as f32;
        if value.is_finite() && !float.is_finite() {
            return Err(ReadError::new(start, what, "a number out of range"));
        }
        Ok(float)
    }

    /// Reads a Smithy `double`: a floating-point number of any size, or a whole number, which a
    /// sender may take for the shorter form of the same value.
    ///
    /// # Errors
    /// If the next value is neither.
    #[inline]
    pub fn double(&mut self) -> ReadResult<f64> {
        if let Some([0xfb, bits @ ..]) = self.first::<9>() {
            let value = f64::from_be_bytes(*bits);
            self.at += 9;
            return Ok(value);
        }
        self.any_float("a floating-point number of 64 bits")
    }

    /// Reads a floating-point number of any size, or a whole number.
    pub(super) fn any_float(&mut self, what: &'static str) -> ReadResult<f64> {
        match self.peek().map(|first| (first >> 5, first & 0x1f)) {
            Some((major::OTHER, 25)) => Ok(half(self.head()?.argument as u16)),
            Some((major::OTHER, 26)) => Ok(f32::from_bits(self.head()?.argument as u32).into()),
            Some((major::OTHER, 27)) => Ok(f64::from_bits(self.head()?.argument)),
            Some((major::UNSIGNED | major::NEGATIVE, _)) => {
                self.any_whole(what).map(|value| value as f64)
            }
            _ => Err(self.expected(what)),
        }
    }
}

/// The value of a half-precision number
/// ([RFC 8949, appendix D](https://www.rfc-editor.org/rfc/rfc8949#appendix-D)).
fn half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff);
    let magnitude = match bits >> 10 & 0x1f {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (fraction + 1024.0) * 2_f64.powi(i32::from(exponent) - 25),
    };
    if bits >> 15 == 1 {
        -magnitude
    } else {
        magnitude
    }
}

#[cfg(test)]
mod tests {
    use super::half;

    /// The examples of RFC 8949, appendix A.
    #[test]
    fn halves_are_those_of_the_rfc() {
        for (bits, value) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0x3e00, 1.5),
            (0x7bff, 65504.0),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x0400, 0.000_061_035_156_25),
            (0xc400, -4.0),
            (0x7c00, f64::INFINITY),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(half(bits), value, "{bits:#x}");
        }
        assert!(half(0x8000).is_sign_negative());
        assert!(half(0x7e00).is_nan() && half(0x7c01).is_nan());
    }
}
