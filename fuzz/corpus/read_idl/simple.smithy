$version: "2.0"
namespace a
string A
@length(min: 1, max: 5) @pattern("^a+$")
string B
blob C
boolean D
byte E
short F
integer G
long H
float I
double J
bigInteger K
bigDecimal L
timestamp M
document N
