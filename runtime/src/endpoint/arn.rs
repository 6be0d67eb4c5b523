//! Amazon resource names: `aws.parseArn`.

use super::list::at;

/// An Amazon resource name, as `aws.parseArn` takes it apart: all parts are borrowed.
///
/// Rules: [aws.parseArn](https://smithy.io/2.0/aws/rules-engine/library-functions.html#aws-parsearn-function).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    partition: &'a str,
    service: &'a str,
    region: &'a str,
    account_id: &'a str,
    resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Takes an ARN apart; `None` if `text` isn't one.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.strip_prefix("arn:")?.splitn(5, ':');
        let arn = Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account_id: parts.next()?,
            resource: parts.next()?,
        };
        let is_arn =
            !arn.partition.is_empty() && !arn.service.is_empty() && !arn.resource.is_empty();
        is_arn.then_some(arn)
    }

    /// `partition`, such as `aws`.
    pub fn partition(self) -> &'a str {
        self.partition
    }

    /// `service`.
    pub fn service(self) -> &'a str {
        self.service
    }

    /// `region`; may be empty.
    pub fn region(self) -> &'a str {
        self.region
    }

    /// `accountId`; may be empty.
    pub fn account_id(self) -> &'a str {
        self.account_id
    }

    /// `resourceId`: the parts of the resource between colons and slashes.
    pub fn resource_id(self) -> Vec<String> {
        self.parts().map(str::to_owned).collect()
    }

    /// `resourceId[index]`; a negative index counts from the end.
    pub fn resource_id_item(self, index: i64) -> Option<&'a str> {
        let parts: Vec<_> = self.parts().collect();
        at(&parts, index).copied()
    }

    fn parts(self) -> impl Iterator<Item = &'a str> {
        self.resource.split([':', '/'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let arn = Arn::parse("arn:aws:s3:us-east-2:012345678:outpost:op-1234/x").unwrap();
        assert_eq!(arn.partition(), "aws");
        assert_eq!(arn.service(), "s3");
        assert_eq!(arn.region(), "us-east-2");
        assert_eq!(arn.account_id(), "012345678");
        assert_eq!(arn.resource_id(), ["outpost", "op-1234", "x"]);
        assert_eq!(arn.resource_id_item(1), Some("op-1234"));
        assert_eq!(arn.resource_id_item(-1), Some("x"));
        assert_eq!(arn.resource_id_item(3), None);
    }

    #[test]
    fn region_and_account_may_be_empty() {
        let arn = Arn::parse("arn:aws:s3:::bucket/").unwrap();
        assert_eq!((arn.region(), arn.account_id()), ("", ""));
        assert_eq!(arn.resource_id(), ["bucket", ""]);
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "arn",
            "arn:aws",
            "arn:aws:s3:r:a",
            "arn:aws:s3:r:a:",
            "arn::s3:r:a:x",
            "arn:aws::r:a:x",
            "ARN:aws:s3:r:a:x",
            " arn:aws:s3:r:a:x",
        ] {
            assert_eq!(Arn::parse(text), None, "{text}");
        }
    }
}
