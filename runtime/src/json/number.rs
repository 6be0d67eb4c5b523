//! Floating-point numbers and numbers of any size.

use super::scan::number_end;
use super::{ReadError, ReadResult, Reader};
use crate::{BigDecimal, BigInteger, Number};

impl<'a> Reader<'a> {
    /// Reads a Smithy `float`.
    ///
    /// # Errors
    /// As [`double`](Self::double).
    pub fn float(&mut self) -> ReadResult<f32> {
        let what = "a floating-point number of 32 bits";
        if self.peek() == Some(b'"') {
            return self.not_finite(what).map(|value| value as f32);
        }
        let start = self.at;
        match self.number_text(what)?.parse::<f32>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(ReadError::new(start, what, "a number out of range")),
        }
    }

    /// Reads a Smithy `double`: a number, or one of the strings `"NaN"`, `"Infinity"`
    /// and `"-Infinity"` (AWS JSON protocols, "Shape serialization").
    ///
    /// # Errors
    /// If the next value is neither, or a number so large that it would become infinite.
    pub fn double(&mut self) -> ReadResult<f64> {
        let what = "a floating-point number of 64 bits";
        if self.peek() == Some(b'"') {
            return self.not_finite(what);
        }
        let start = self.at;
        match self.number_text(what)?.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(ReadError::new(start, what, "a number out of range")),
        }
    }

    #[cold]
    fn not_finite(&mut self, what: &'static str) -> ReadResult<f64> {
        let start = self.at;
        match &*self.text()? {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            _ => Err(ReadError::new(start, what, "a string")),
        }
    }

    /// Reads a Smithy `bigInteger`, keeping every digit.
    ///
    /// # Errors
    /// If the next value isn't a number, or isn't one that
    /// [`BigInteger`](crate::BigInteger) can hold.
    pub fn big_integer(&mut self) -> ReadResult<BigInteger> {
        let what = "a whole number";
        self.parsed_number(what, "another number")
    }

    /// Reads a Smithy `bigDecimal`, keeping every digit.
    ///
    /// # Errors
    /// If the next value isn't a number.
    pub fn big_decimal(&mut self) -> ReadResult<BigDecimal> {
        self.parsed_number("a number", "another number")
    }

    /// Reads a Smithy `bigInteger` from a string, keeping every digit.
    ///
    /// # Errors
    /// If the next value isn't a string of digits.
    pub fn big_integer_text(&mut self) -> ReadResult<BigInteger> {
        self.number_in_text("a string of a whole number")
    }

    /// Reads a Smithy `bigDecimal` from a string, keeping every digit.
    ///
    /// # Errors
    /// If the next value isn't a string that is a number.
    pub fn big_decimal_text(&mut self) -> ReadResult<BigDecimal> {
        self.number_in_text("a string of a number")
    }

    fn number_in_text<T: std::str::FromStr>(&mut self, what: &'static str) -> ReadResult<T> {
        self.peek();
        let start = self.at;
        let digits = self.quoted(what)?;
        digits
            .parse()
            .map_err(|_| ReadError::new(start, what, "another string"))
    }

    /// Reads a number of a document, keeping its digits.
    ///
    /// # Errors
    /// If the next value isn't a number.
    pub fn number(&mut self) -> ReadResult<Number> {
        let what = "a number";
        let start = self.at;
        let number = self.number_text(what)?;
        number
            .parse()
            .map_err(|_| ReadError::new(start, what, "another number"))
    }

    fn parsed_number<T: std::str::FromStr>(
        &mut self,
        what: &'static str,
        otherwise: &'static str,
    ) -> ReadResult<T> {
        // The serde module writes a string where a format's numbers would lose digits.
        if self.peek() == Some(b'"') && self.from_serde {
            let start = self.at;
            let digits = self.text()?;
            return digits
                .parse()
                .map_err(|_| ReadError::new(start, what, "a string"));
        }
        let start = self.at;
        let digits = self.number_text(what)?;
        digits
            .parse()
            .map_err(|_| ReadError::new(start, what, otherwise))
    }

    /// The text of the next value, which must be a number.
    #[inline]
    pub(crate) fn number_text(&mut self, what: &'static str) -> ReadResult<&'a str> {
        let Some(b'-' | b'0'..=b'9') = self.peek() else {
            return Err(self.expected(what));
        };
        let start = self.at;
        match number_end(self.bytes(), start) {
            Ok(end) => {
                self.at = end;
                Ok(self.slice(start, end).unwrap_or_default())
            }
            Err(at) => {
                self.at = at;
                Err(self.expected("a digit"))
            }
        }
    }
}
