"""Names for random models: those that Rust, its prelude, its crates and generated code have, too."""

from __future__ import annotations

import re
from random import Random

# Written as Smithy's identifiers allow, in the cases that models use.
WORDS = """
a abstract accessPoint addr all Any api API args arn ARNs array as asRef async await
become Blob body Body Bool Boolean Box box break build builder Builder bytes
call cause char Clone clone Cbor client Client close code Code collect Config const context continue
count Cow crate create Cursor data Data Date Debug debug DateTime Default default delete Deserialize
description Display do Document dns dnsName dns_name drop dyn E2E e2eKey ec2 else end Endpoint enum Enum
Eq Err err Error error errors Events event extern f32 f64 false fields Field filter final Finish finish
fmt fn Fn for Format format From from fromStr future Future gen get Get GET Group has hash Hash head
header Headers Http http HTTPStatus i8 i16 i32 i64 i128 id Id ID if impl in In init inner Inner input
Input Instant Into into IPv4 IPv6 is Is item Item items Iterator iter Json json JSONValue key Key keys kind
Kind KMSKey len let level lib line list List loop m macro main map Map match member message Message
metadata mod module move mut name Name new New next Next none None number Nothing object ok Ok one
open operation Operation opt Option option Ord other Output output override p page Page pages params
Path path patch payload Payload PhantomData pin Pin post prefix priv priority private pub put query Query
r raw rc read Read reader ready Ready ref region Region Reply request Request requestId resource response
Response rest Result result retry return S3Key Self self Send send sensitive Serialize server set Set
setName set_name SetOf shape size Sized Some source start static status Status std Str str stream
Stream string String struct super sync Sync table take target test then thing this throttle time
Timestamp timeout to ToString token Token trace trait true try two tx type Type typeof typing u8 u16 u32
u64 u128 union unit Unit Unknown unknown unsafe unsized Uri uri URL url use usize uuid value Value variant
Vec vec version virtual visit void VPCs wait where while with With withName wrap write Write writer x X X9
xml yield yes zero Zone _1 _self __type _x1Y o_k
""".split()
ENDINGS = ["", "", "", "s", "2", "Id", "Name", "List", "_", "_b", "Value", "Input", "Output", "Error", "X"]


class Names:
    """Gives names, none of them twice in one scope whatever the case of their letters."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def fresh(self, taken: set[str], *, upper: bool = False) -> str:
        while True:
            word = self.random.choice(WORDS)
            if self.random.random() < 0.3:
                word += self.random.choice(WORDS).capitalize()
            word += self.random.choice(ENDINGS)
            if upper:
                word = word[:1].upper() + word[1:]
            if word.lower() not in taken:
                taken.add(word.lower())
                return word

    def of_shape(self, taken: set[str]) -> str:
        return self.fresh(taken, upper=self.random.random() < 0.9)

    def of_enum(self, taken: set[str]) -> str:
        """A member of an enum: an identifier, in capitals as a rule."""
        while True:
            word = self.fresh(set())
            if self.random.random() < 0.7:
                word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word).upper()
            if word.lower() not in taken:
                taken.add(word.lower())
                return word
