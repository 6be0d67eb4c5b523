//! Cycles among shapes, and how deep they nest. Nothing here recurses: models can be chains of
//! any length.

use std::hash::Hash;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Nodes, and where each leads.
pub(crate) struct Graph<N> {
    nodes: Vec<N>,
    edges: HashMap<N, Vec<N>>,
}

impl<N: Copy + Eq + Hash> Graph<N> {
    /// Edges to what isn't a node count for nothing.
    pub(crate) fn new(edges: impl IntoIterator<Item = (N, Vec<N>)>) -> Self {
        let mut nodes = Vec::new();
        let edges = edges
            .into_iter()
            .inspect(|(node, _)| nodes.push(*node))
            .collect();
        Self { nodes, edges }
    }

    fn to(&self, node: N) -> impl Iterator<Item = N> {
        let to = self.edges.get(&node).into_iter().flatten().copied();
        to.filter(|to| self.edges.contains_key(to))
    }

    /// The nodes that lead to one another, together; what leads to others comes before them
    /// (Kosaraju's algorithm).
    fn components(&self) -> Vec<Vec<N>> {
        let mut reversed: HashMap<N, Vec<N>> = HashMap::new();
        for node in &self.nodes {
            for to in self.to(*node) {
                reversed.entry(to).or_default().push(*node);
            }
        }
        let mut seen = HashSet::new();
        let mut finished = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            finished.extend(walk(*node, &self.edges, &mut seen));
        }
        // Walks also end in what is no node.
        finished.retain(|node| self.edges.contains_key(node));
        let mut seen = HashSet::new();
        let components = finished.iter().rev();
        components
            .map(|root| walk(*root, &reversed, &mut seen))
            .filter(|component| !component.is_empty())
            .collect()
    }

    /// The nodes on cycles, each with the number of what it shares them with.
    pub(crate) fn cycles(&self) -> HashMap<N, usize> {
        let mut found = HashMap::new();
        for (number, component) in self.components().into_iter().enumerate() {
            let is_cycle = component.len() > 1
                || component
                    .iter()
                    .any(|node| self.to(*node).any(|to| to == *node));
            if is_cycle {
                found.extend(component.into_iter().map(|node| (node, number)));
            }
        }
        found
    }

    /// The nodes that lead to one another, together; what leads to others comes behind them.
    pub(crate) fn components_from_ends(&self) -> impl Iterator<Item = Vec<N>> {
        self.components().into_iter().rev()
    }

    /// The number of nodes on the longest way from each node, without going round cycles.
    pub(crate) fn depths(&self) -> HashMap<N, usize> {
        let mut depths: HashMap<N, usize> = HashMap::with_capacity(self.nodes.len());
        for component in self.components_from_ends() {
            // Nodes that a component leads to are done; those that aren't are in the component.
            let below = component.iter().flat_map(|node| self.to(*node));
            let below = below.filter_map(|to| depths.get(&to).copied()).max();
            let depth = below.unwrap_or(0) + 1;
            depths.extend(component.into_iter().map(|node| (node, depth)));
        }
        depths
    }

    /// The nodes that lead to one of `ends`, these included.
    pub(crate) fn leading_to(&self, ends: impl IntoIterator<Item = N>) -> HashSet<N> {
        let mut reversed: HashMap<N, Vec<N>> = HashMap::new();
        for (node, to) in &self.edges {
            for to in to {
                reversed.entry(*to).or_default().push(*node);
            }
        }
        let mut seen = HashSet::new();
        for end in ends {
            walk(end, &reversed, &mut seen);
        }
        seen
    }
}

/// Visits the nodes that are reachable from `start` and not seen yet, in the order in which a
/// depth-first search leaves them.
fn walk<N: Copy + Eq + Hash>(
    start: N,
    edges: &HashMap<N, Vec<N>>,
    seen: &mut HashSet<N>,
) -> Vec<N> {
    let mut left = Vec::new();
    if !seen.insert(start) {
        return left;
    }
    let mut path = vec![(start, 0)];
    while let Some((node, next)) = path.last_mut() {
        match edges.get(node).and_then(|to| to.get(*next)) {
            Some(to) => {
                *next += 1;
                if seen.insert(*to) {
                    path.push((*to, 0));
                }
            }
            None => {
                left.push(*node);
                path.pop();
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::Graph;

    /// A cycle of 1 and 2 with a tail, a loop, and what stands alone; 9 is no node.
    fn graph() -> Graph<u8> {
        Graph::new([
            (1, vec![2, 3]),
            (2, vec![1, 9]),
            (3, vec![4]),
            (4, vec![]),
            (5, vec![5]),
            (6, vec![]),
        ])
    }

    #[test]
    fn cycles_are_found() {
        let cycles = graph().cycles();
        assert_eq!(cycles.len(), 3);
        assert_eq!(cycles[&1], cycles[&2]);
        assert_ne!(cycles[&1], cycles[&5]);
    }

    #[test]
    fn depths_go_round_no_cycle() {
        let depths = graph().depths();
        let of = |node: u8| depths[&node];
        assert_eq!([1, 2, 3, 4, 5, 6].map(of), [3, 3, 2, 1, 1, 1]);
    }

    #[test]
    fn what_leads_somewhere_is_found() {
        let mut found: Vec<u8> = graph().leading_to([4]).into_iter().collect();
        found.sort_unstable();
        assert_eq!(found, [1, 2, 3, 4]);
    }
}
