namespace a
structure S {
  a: String,
  b: Integer,
}
