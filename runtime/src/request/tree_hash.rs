//! The headers with the hashes of an upload to Glacier.

use bytes::Bytes;
use http::Request;
use http::header::{HeaderName, HeaderValue};
use sha2::{Digest, Sha256};

use crate::hex::hex;

/// The size of the blocks that a tree hash is made of: a mebibyte.
const BLOCK: usize = 1 << 20;

/// Sets the headers `x-amz-content-sha256`, to the SHA-256 of the body, and
/// `x-amz-sha256-tree-hash`, to its [tree hash][spec]. A header that there already is stays.
///
/// [spec]: https://docs.aws.amazon.com/amazonglacier/latest/dev/checksum-calculations.html
pub fn tree_hash(request: &mut Request<Bytes>) {
    const CONTENT: HeaderName = HeaderName::from_static("x-amz-content-sha256");
    const TREE: HeaderName = HeaderName::from_static("x-amz-sha256-tree-hash");
    if !request.headers().contains_key(CONTENT) {
        let hash = Sha256::digest(request.body());
        set(request, CONTENT, hash.as_ref());
    }
    if !request.headers().contains_key(TREE) {
        let hash = of(request.body());
        set(request, TREE, &hash);
    }
}

fn set(request: &mut Request<Bytes>, name: HeaderName, hash: &[u8]) {
    let text: [u8; 64] = hex(hash);
    if let Ok(value) = HeaderValue::from_bytes(&text) {
        // A map that is full, and far beyond what any server takes, is left as it is.
        _ = request.headers_mut().try_insert(name, value);
    }
}

/// The tree hash: hashes of blocks, hashed in pairs until one is left.
fn of(body: &[u8]) -> [u8; 32] {
    if body.is_empty() {
        return Sha256::digest(body).into();
    }
    let blocks = body.chunks(BLOCK);
    let mut hashes: Vec<[u8; 32]> = blocks.map(|block| Sha256::digest(block).into()).collect();
    while hashes.len() > 1 {
        let pairs = hashes.chunks(2);
        hashes = pairs
            .map(|pair| match pair {
                [one] => *one,
                pair => Sha256::digest(pair.concat()).into(),
            })
            .collect();
    }
    hashes.first().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(body: Vec<u8>) -> [String; 2] {
        let mut request = Request::new(Bytes::from(body));
        tree_hash(&mut request);
        ["x-amz-content-sha256", "x-amz-sha256-tree-hash"]
            .map(|name| request.headers()[name].to_str().unwrap().to_owned())
    }

    // The expected values are botocore's: `utils.calculate_tree_hash`.
    #[test]
    fn hashes_are_those_of_botocore() {
        let [content, tree] = hashes(b"hello world".to_vec());
        assert_eq!(
            content,
            "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
        );
        assert_eq!(tree, content);
        let [content, tree] = hashes(Vec::new());
        assert_eq!(
            content,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(tree, content);
        let large: Vec<u8> = (0..3 * BLOCK + 5).map(|i| (i % 251) as u8).collect();
        for (length, expected) in [
            (
                BLOCK,
                "631b84027d6b9e52b539c4e8373622d23032dfadc64d60af87339c9037e4f769",
            ),
            (
                BLOCK + 1,
                "a9c574ce937d2371daf87cdd0e75396b096d7f74a66c764e4c656bd12b2e7bf9",
            ),
            (
                2 * BLOCK,
                "bf4dff263ae686b64403208c35a3767e38453d6477e841947588d13d04e1d816",
            ),
            (
                3 * BLOCK,
                "2e7d51c0ffe06ce95fe74beed9a4ab35d18837f4ab2a9f4f066a60359eb999a1",
            ),
            (
                3 * BLOCK + 5,
                "c9e0c11a00161b193e0a1b3692ec553d4033a887f2086a7cadd4cd722d87f09f",
            ),
        ] {
            assert_eq!(hashes(large[..length].to_vec())[1], expected, "{length}");
        }
    }

    #[test]
    fn headers_that_are_there_stay() {
        let mut request = Request::new(Bytes::from_static(b"hello world"));
        let mine = HeaderValue::from_static("mine");
        request
            .headers_mut()
            .insert("x-amz-sha256-tree-hash", mine.clone());
        tree_hash(&mut request);
        assert_eq!(request.headers()["x-amz-sha256-tree-hash"], mine);
        assert_eq!(request.headers().len(), 2);
    }
}
