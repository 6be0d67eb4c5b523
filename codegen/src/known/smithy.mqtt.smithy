// Bindings of operations to topics of MQTT.
$version: "2.0"

namespace smithy.mqtt

@trait(selector: "service")
@protocolDefinition
structure mqttJson {}

@trait(selector: "operation", conflicts: [subscribe])
@pattern("^[^#+]+$")
string publish

@trait(
    selector: "operation :test(-[output]-> structure > member > union[trait|streaming])"
    conflicts: [publish]
)
@pattern("^[^#+]+$")
string subscribe

@trait(
    selector: "member[trait|required] :test(> :test(string, byte, short, integer, long, boolean, timestamp))"
)
structure topicLabel {}
