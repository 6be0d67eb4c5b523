//! Properties of every generated type and operation, and the corpora of the fuzz targets.

mod every_type;
mod no_unsafe;
mod replay;
mod shuffled;
