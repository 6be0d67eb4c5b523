//! The rules as tables, for `tinsmith diff --rules` and `docs/diff.md`.

use super::data::Diff;
use super::rule::Rule;

impl Diff {
    /// The rules by which changes are classed, with the reasons, as Markdown tables.
    pub fn rules() -> String {
        let mut out = String::new();
        for (topic, rules) in Rule::TOPICS {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&format!(
                "### {topic}\n\n| rule | class | why |\n| --- | --- | --- |\n"
            ));
            for rule in *rules {
                out.push_str(&format!(
                    "| `{}` | {} | {} |\n",
                    rule.id(),
                    rule.class().id(),
                    rule.reason()
                ));
            }
        }
        out
    }
}
