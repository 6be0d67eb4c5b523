//! `ListClusters` of a model that has what EMR's has for it, and nothing else.

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
