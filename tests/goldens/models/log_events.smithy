$version: "2.0"

namespace tinsmith.goldens.logs

use aws.api#service
use aws.protocols#awsJson1_1

// The service is known by its sdkId: each page of GetLogEvents has a token.
@service(sdkId: "CloudWatch Logs")
@awsJson1_1
service Logs {
    version: "2014-03-28"
    operations: [GetLogEvents, FilterLogEvents]
}

@paginated(inputToken: "nextToken", outputToken: "nextForwardToken", items: "events")
operation GetLogEvents {
    input := {
        nextToken: String
    }
    output := {
        events: Events
        nextForwardToken: String
    }
}

@paginated(inputToken: "nextToken", outputToken: "nextToken", items: "events")
operation FilterLogEvents {
    input := {
        nextToken: String
    }
    output := {
        events: Events
        nextToken: String
    }
}

list Events {
    member: String
}
