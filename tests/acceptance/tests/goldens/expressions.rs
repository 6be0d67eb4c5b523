//! JMESPath as generated code, against what jmespath.py says (`scripts/jmespath_vectors.py`).

use goldens::expressions::{DescribeJob, DescribeJobOutput, Error, waiter};
use serde_json::Value;
use tinsmith_runtime::AcceptorState;
use tinsmith_runtime::Waiter;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::Response;

/// Returns the letter of a waiter's answer: `t`, `f`, or `n` for null, which matches nothing.
fn letter<W>(output: &DescribeJobOutput) -> char
where
    W: Waiter<Operation = DescribeJob>,
{
    let result: Result<_, &Error> = Ok(output);
    match W::accept(&DescribeJob::new(), result) {
        Some(AcceptorState::Success) => 't',
        Some(AcceptorState::Failure) => 'f',
        Some(AcceptorState::Retry) | None => 'n',
    }
}

/// A function per expression, under the waiter's name.
macro_rules! waiters {
    ($($name:ident),+ $(,)?) => {
        [$((stringify!($name), letter::<waiter::$name> as fn(&DescribeJobOutput) -> char)),+]
    };
}

#[test]
fn expressions_come_to_what_jmespath_says() {
    let waiters = waiters![
        Number01, Number02, Number03, Number04, Number05, Number06, Number07, Number08, Number09,
        Number10, Number11, Number12, Number13, Number14, Number15, Number16, Number17, Number18,
        Number19, Number20, Number21, Number22, Number23, Number24, Number25, Number26, Number27,
        Number28, Number29, Number30, Number31, Number32, Number33, Number34, Number35, Number36,
        Number37, Number38, Number39, Number40, Number41, Number42, Number43, Number44, Number45,
        Number46, Number47, Number48, Number49, Number50, Number51, Number52, Number53, Number54,
        Number55, Number56, Number57, Number58, Number59, Number60, Number61, Number62, Number63,
        Number64, Number65, Number66, Number67, Number68, Number69, Number70, Number71, Number72,
        Number73, Number74, Number75, Number76, Number77, Number78, Number79, Number80, Number81,
        Number82, Number83, Number84, Number85, Number86, Number87, Number88, Number89, Number90,
        Number91, Number92, Number93, Number94, Number95, Number96, Number97, Number98, Number99,
        Number100, Number101, Number102, Number103, Number104, Number105, Number106, Number107,
        Number108, Number109, Number110, Number111, Number112, Number113, Number114, Number115,
        Number116, Number117, Number118, Number119, Number120, Number121, Number122, Number123,
        Number124, Number125, Number126, Number127, Number128, Number129, Number130, Number131,
        Number132, Number133, Number134, Number135, Number136, Number137, Number138, Number139,
        Number140, Number141, Number142, Number143, Number144, Number145, Number146, Number147,
        Number148, Number149, Number150, Number151, Number152, Number153, Number154, Number155,
        Number156, Number157, Number158, Number159, Number160, Number161, Number162, Number163,
        Number164, Number165, Number166, Number167, Number168, Number169, Number170, Number171,
        Number172, Number173, Number174, Number175, Number176, Number177, Number178, Number179,
        Number180, Number181, Number182, Number183, Number184, Number185, Number186, Number187,
        Number188, Number189, Number190, Number191, Number192, Number193, Number194, Number195,
        Number196, Number197, Number198, Number199, Number200, Number201, Number202, Number203,
        Number204, Number205, Number206, Number207, Number208, Number209, Number210, Number211,
        Number212, Number213, Number214, Number215, Number216, Number217, Number218, Number219,
        Number220, Number221, Number222, Number223, Number224, Number225, Number226, Number227,
        Number228, Number229, Number230, Number231, Number232, Number233, Number234, Number235,
        Number236, Number237, Number238, Number239, Number240, Number241, Number242, Number243,
        Number244, Number245, Number246, Number247, Number248, Number249, Number250, Number251,
        Number252, Number253, Number254, Number255, Number256, Number257, Number258, Number259,
        Number260, Number261, Number262, Number263, Number264, Number265, Number266, Number267,
        Number268, Number269, Number270, Number271, Number272, Number273, Number274, Number275,
        Number276, Number277, Number278, Number279, Number280, Number281, Number282, Number283,
        Number284, Number285, Number286, Number287, Number288, Number289, Number290, Number291,
        Number292, Number293, Number294, Number295, Number296, Number297, Number298, Number299,
        Number300, Number301, Number302, Number303, Number304, Number305, Number306, Number307,
        Number308, Number309, Number310, Number311, Number312, Number313, Number314, Number315,
        Number316, Number317, Number318, Number319, Number320, Number321, Number322, Number323,
        Number324, Number325, Number326, Number327, Number328, Number329, Number330, Number331,
        Number332, Number333, Number334, Number335, Number336, Number337, Number338, Number339,
        Number340, Number341, Number342, Number343, Number344, Number345, Number346, Number347,
        Number348, Number349, Number350, Number351, Number352, Number353, Number354, Number355,
        Number356, Number357, Number358, Number359, Number360, Number361, Number362, Number363,
        Number364, Number365, Number366, Number367, Number368, Number369, Number370, Number371,
        Number372, Number373, Number374, Number375, Number376, Number377, Number378, Number379,
        Number380, Number381, Number382, Number383, Number384, Number385, Number386, Number387,
        Number388, Number389, Number390, Number391, Number392, Number393, Number394, Number395,
        Number396, Number397, Number398, Number399, Number400, Number401, Number402, Number403,
        Number404, Number405, Number406, Number407, Number408, Number409, Number410, Number411,
        Number412, Number413, Number414, Number415, Number416, Number417, Number418, Number419,
        Number420, Number421, Number422, Number423, Number424, Number425, Number426, Number427,
        Number428, Number429, Number430, Number431, Number432, Number433, Number434, Number435,
        Number436, Number437, Number438, Number439, Number440, Number441, Number442, Number443,
        Number444, Number445, Number446, Number447, Number448, Number449, Number450, Number451,
        Number452, Number453, Number454, Number455, Number456, Number457, Number458, Number459,
        Number460, Number461, Number462, Number463, Number464, Number465, Number466, Number467,
        Number468, Number469, Number470, Number471, Number472, Number473, Number474, Number475,
        Number476, Number477, Number478, Number479,
    ];
    let json = |text| serde_json::from_str::<Value>(text).expect("JSON");
    let model = json(include_str!(
        "../../../../codegen/tests/models/expressions.json"
    ));
    let traits = &model["shapes"]["example.expressions#DescribeJob"]["traits"];
    let modelled = traits["smithy.waiters#waitable"].as_object();
    assert_eq!(modelled.map(serde_json::Map::len), Some(waiters.len()));
    let results = json(include_str!("expressions/results.json"));
    let documents = json(include_str!("expressions/documents.json"));
    let outputs: Vec<DescribeJobOutput> = documents
        .as_array()
        .expect("documents")
        .iter()
        .map(|document| {
            let response = Response::new(Bytes::from(document.to_string()));
            DescribeJob::from_response(response).expect("an output")
        })
        .collect();
    let mut differences = Vec::new();
    for (name, letter) in waiters {
        let matcher = &traits["smithy.waiters#waitable"][name]["acceptors"][0]["matcher"];
        let path = matcher["output"]["path"].as_str().expect("a path");
        let expected = results[path].as_str().expect("a result");
        assert_eq!(expected.len(), outputs.len(), "{path}");
        for (index, (expected, output)) in expected.chars().zip(&outputs).enumerate() {
            // An error there: a function of null, which is null here.
            if expected != 'e' && letter(output) != expected {
                differences.push(format!("{path} of {index}: not {expected}"));
            }
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
}
