//! `smithy.rules#endpointBdd`: the rules as a binary decision diagram, unfolded into a tree.
//!
//! A node asks a condition and goes on to another node, a result, or to no rule at all
//! ([Smithy 2.0, BDD trait](https://smithy.io/2.0/additional-specs/rules-engine/specification.html)).

use super::{Condition, Outcome, Rule};

/// References from here on are to results, the first of which is no rule at all.
const RESULTS: i32 = 100_000_000;

/// The number of rules that a diagram may become: nodes that several others lead to are repeated.
const MAX_RULES: usize = 20_000;

/// The number of conditions that may follow one another, as rules are walked by recursion. The
/// longest way of the published diagrams is shorter than a third of this.
const MAX_DEPTH: usize = 256;

/// Three numbers of four bytes: the condition, where to go if it holds, where if not.
const NODE_BYTES: usize = 12;

struct Node {
    condition: usize,
    high: i32,
    low: i32,
}

/// The rules that a diagram stands for; otherwise what is wrong with it.
pub(super) fn rules(
    conditions: &[Condition],
    results: &[Rule],
    root: i32,
    nodes: &str,
) -> Result<Vec<Rule>, &'static str> {
    let bytes = base64(nodes).ok_or("has nodes that aren't base64")?;
    if bytes.len() % NODE_BYTES != 0 {
        return Err("has a node that isn't whole");
    }
    let nodes = bytes
        .chunks_exact(NODE_BYTES)
        .filter_map(|node| {
            let number = |at: usize| {
                let bytes = node.get(at..at + 4)?.try_into().ok()?;
                Some(i32::from_be_bytes(bytes))
            };
            Some(Node {
                // The end has -1, which no condition has.
                condition: usize::try_from(number(0)?).unwrap_or(usize::MAX),
                high: number(4)?,
                low: number(8)?,
            })
        })
        .collect();
    let mut unfolding = Unfolding {
        conditions,
        results,
        nodes,
        count: 0,
    };
    unfolding.rules(root, 0)
}

struct Unfolding<'r> {
    conditions: &'r [Condition],
    results: &'r [Rule],
    nodes: Vec<Node>,
    count: usize,
}

impl Unfolding<'_> {
    fn rules(&mut self, reference: i32, depth: usize) -> Result<Vec<Rule>, &'static str> {
        // Conditions come in their order, so that no way is longer than there are of them.
        if depth > self.conditions.len() {
            return Err("has a way that asks a condition twice");
        }
        if depth > MAX_DEPTH {
            return Err("has a way that is too long");
        }
        self.count += 1;
        if self.count > MAX_RULES {
            return Err("is too large to be unfolded");
        }
        if reference >= RESULTS {
            let result = usize::try_from(reference - RESULTS).unwrap_or_default();
            let Some(index) = result.checked_sub(1) else {
                return Ok(Vec::new());
            };
            let rule = self.results.get(index).ok_or("refers to no result")?;
            return Ok(vec![rule.clone()]);
        }
        if reference == 1 || reference == -1 {
            return Ok(Vec::new());
        }
        let node = usize::try_from(reference)
            .ok()
            .and_then(|reference| self.nodes.get(reference.checked_sub(1)?))
            .ok_or("refers to no node")?;
        let (high, low) = (node.high, node.low);
        let condition = self.conditions.get(node.condition);
        let condition = condition.ok_or("refers to no condition")?.clone();
        let mut rules = vec![Rule {
            conditions: vec![condition],
            outcome: Outcome::Tree(self.rules(high, depth + 1)?),
        }];
        rules.extend(self.rules(low, depth + 1)?);
        Ok(rules)
    }
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut buffer, mut bits) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        buffer = (buffer << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((buffer >> bits) as u8);
            buffer &= (1 << bits) - 1;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_that_lead_nowhere_are_refused() {
        // One node that asks condition 0, which isn't there.
        let node = "AAAAAAX14QAF9eEA";
        assert_eq!(
            rules(&[], &[], 1, "").ok().map(|rules| rules.len()),
            Some(0)
        );
        assert_eq!(
            rules(&[], &[], RESULTS, "").ok().map(|rules| rules.len()),
            Some(0)
        );
        for (root, nodes, problem) in [
            (RESULTS + 1, "", "refers to no result"),
            (2, "", "refers to no node"),
            (2, &*format!("{node}{node}"), "refers to no condition"),
            (2, "AAAA", "has a node that isn't whole"),
            (2, "*", "has nodes that aren't base64"),
            (-7, "", "refers to no node"),
        ] {
            assert_eq!(rules(&[], &[], root, nodes).err(), Some(problem));
        }
    }

    #[test]
    fn base64_of_every_length() {
        assert_eq!(base64("").unwrap(), b"");
        assert_eq!(base64("YQ==").unwrap(), b"a");
        assert_eq!(base64("YWI=").unwrap(), b"ab");
        assert_eq!(base64("YWJj").unwrap(), b"abc");
        assert_eq!(base64("////").unwrap(), [255, 255, 255]);
    }
}
