// The endpoint rules of model/emr-containers.json, and their test cases.
$version: "2.0"

namespace com.amazonaws.emrcontainers

use smithy.rules#endpointRuleSet
use smithy.rules#endpointTests

apply AwsChicagoWebService @endpointRuleSet(
    version: "1.0"
    parameters: {
        Region: {
            type: "string"
            builtIn: "AWS::Region"
            required: false
            documentation: "The region whose endpoint is wanted, such as `eu-central-1`."
        }
        UseFIPS: {
            type: "boolean"
            builtIn: "AWS::UseFIPS"
            required: true
            default: false
            documentation: "Asks for an endpoint with FIPS 140 validated cryptography. Where the partition has none, there is no endpoint."
        }
        UseDualStack: {
            type: "boolean"
            builtIn: "AWS::UseDualStack"
            required: true
            default: false
            documentation: "Asks for an endpoint that answers over IPv6 as well. Where the partition has none, there is no endpoint."
        }
        Endpoint: {
            type: "string"
            builtIn: "SDK::Endpoint"
            required: false
            documentation: "A URL of your own. It is taken as it is, so it goes with neither `UseFIPS` nor `UseDualStack`."
        }
    }
    rules: [
        {
            type: "error"
            conditions: [
                { fn: "isSet", argv: [{ ref: "Endpoint" }] }
                { fn: "booleanEquals", argv: [{ ref: "UseFIPS" }, true] }
            ]
            error: "the endpoint {Endpoint} is your own, so FIPS can't be asked for: name a URL that has it, and leave UseFIPS off"
        }
        {
            type: "error"
            conditions: [
                { fn: "isSet", argv: [{ ref: "Endpoint" }] }
                { fn: "booleanEquals", argv: [{ ref: "UseDualStack" }, true] }
            ]
            error: "the endpoint {Endpoint} is your own, so dual-stack can't be asked for: name a URL that has it, and leave UseDualStack off"
        }
        {
            type: "endpoint"
            conditions: [{ fn: "isSet", argv: [{ ref: "Endpoint" }] }]
            endpoint: { url: { ref: "Endpoint" }, properties: {}, headers: {} }
        }
        {
            type: "tree"
            conditions: [{ fn: "isSet", argv: [{ ref: "Region" }] }]
            rules: [
                {
                    type: "tree"
                    conditions: [
                        { fn: "aws.partition", argv: [{ ref: "Region" }], assign: "Partition" }
                    ]
                    rules: [
                        {
                            type: "error"
                            conditions: [
                                { fn: "booleanEquals", argv: [{ ref: "UseFIPS" }, true] }
                                {
                                    fn: "not"
                                    argv: [
                                        {
                                            fn: "getAttr"
                                            argv: [{ ref: "Partition" }, "supportsFIPS"]
                                        }
                                    ]
                                }
                            ]
                            error: "partition {Partition#name}, which {Region} is in, has no FIPS endpoints"
                        }
                        {
                            type: "error"
                            conditions: [
                                { fn: "booleanEquals", argv: [{ ref: "UseDualStack" }, true] }
                                {
                                    fn: "not"
                                    argv: [
                                        {
                                            fn: "getAttr"
                                            argv: [{ ref: "Partition" }, "supportsDualStack"]
                                        }
                                    ]
                                }
                            ]
                            error: "partition {Partition#name}, which {Region} is in, has no dual-stack endpoints"
                        }
                        {
                            type: "endpoint"
                            conditions: [
                                { fn: "booleanEquals", argv: [{ ref: "UseFIPS" }, true] }
                                { fn: "booleanEquals", argv: [{ ref: "UseDualStack" }, true] }
                            ]
                            endpoint: {
                                url: "https://emr-containers-fips.{Region}.{Partition#dualStackDnsSuffix}"
                                properties: {}
                                headers: {}
                            }
                        }
                        {
                            type: "endpoint"
                            conditions: [
                                { fn: "booleanEquals", argv: [{ ref: "UseFIPS" }, true] }
                                { fn: "stringEquals", argv: [{ ref: "Region" }, "us-gov-east-1"] }
                            ]
                            endpoint: {
                                url: "https://emr-containers.us-gov-east-1.amazonaws.com"
                                properties: {}
                                headers: {}
                            }
                        }
                        {
                            type: "endpoint"
                            conditions: [
                                { fn: "booleanEquals", argv: [{ ref: "UseFIPS" }, true] }
                                { fn: "stringEquals", argv: [{ ref: "Region" }, "us-gov-west-1"] }
                            ]
                            endpoint: {
                                url: "https://emr-containers.us-gov-west-1.amazonaws.com"
                                properties: {}
                                headers: {}
                            }
                        }
                        {
                            type: "endpoint"
                            conditions: [{ fn: "booleanEquals", argv: [{ ref: "UseFIPS" }, true] }]
                            endpoint: {
                                url: "https://emr-containers-fips.{Region}.{Partition#dnsSuffix}"
                                properties: {}
                                headers: {}
                            }
                        }
                        {
                            type: "endpoint"
                            conditions: [
                                { fn: "booleanEquals", argv: [{ ref: "UseDualStack" }, true] }
                            ]
                            endpoint: {
                                url: "https://emr-containers.{Region}.{Partition#dualStackDnsSuffix}"
                                properties: {}
                                headers: {}
                            }
                        }
                        {
                            type: "endpoint"
                            conditions: []
                            endpoint: {
                                url: "https://emr-containers.{Region}.{Partition#dnsSuffix}"
                                properties: {}
                                headers: {}
                            }
                        }
                    ]
                }
            ]
        }
        {
            type: "error"
            conditions: []
            error: "there is neither a region nor an endpoint to send requests to"
        }
    ]
)

apply AwsChicagoWebService @endpointTests(
    version: "1.0"
    testCases: [
        {
            documentation: "a region of the commercial partition"
            params: { Region: "eu-central-1" }
            expect: { endpoint: { url: "https://emr-containers.eu-central-1.amazonaws.com" } }
        }
        {
            documentation: "a region that no list has yet"
            params: { Region: "us-north-9" }
            expect: { endpoint: { url: "https://emr-containers.us-north-9.amazonaws.com" } }
        }
        {
            documentation: "a name that is like no region's"
            params: { Region: "atlantis" }
            expect: { endpoint: { url: "https://emr-containers.atlantis.amazonaws.com" } }
        }
        {
            documentation: "FIPS"
            params: { Region: "us-west-2", UseFIPS: true }
            expect: { endpoint: { url: "https://emr-containers-fips.us-west-2.amazonaws.com" } }
        }
        {
            documentation: "dual-stack"
            params: { Region: "us-west-2", UseDualStack: true }
            expect: { endpoint: { url: "https://emr-containers.us-west-2.api.aws" } }
        }
        {
            documentation: "FIPS and dual-stack"
            params: { Region: "us-west-2", UseFIPS: true, UseDualStack: true }
            expect: { endpoint: { url: "https://emr-containers-fips.us-west-2.api.aws" } }
        }
        {
            documentation: "China"
            params: { Region: "cn-north-1" }
            expect: { endpoint: { url: "https://emr-containers.cn-north-1.amazonaws.com.cn" } }
        }
        {
            documentation: "China, with both"
            params: { Region: "cn-north-1", UseFIPS: true, UseDualStack: true }
            expect: {
                endpoint: {
                    url: "https://emr-containers-fips.cn-north-1.api.amazonwebservices.com.cn"
                }
            }
        }
        {
            documentation: "GovCloud has FIPS under the plain name"
            params: { Region: "us-gov-west-1", UseFIPS: true }
            expect: { endpoint: { url: "https://emr-containers.us-gov-west-1.amazonaws.com" } }
        }
        {
            documentation: "GovCloud, with both"
            params: { Region: "us-gov-west-1", UseFIPS: true, UseDualStack: true }
            expect: { endpoint: { url: "https://emr-containers-fips.us-gov-west-1.api.aws" } }
        }
        {
            documentation: "the other region of GovCloud"
            params: { Region: "us-gov-east-1", UseFIPS: true }
            expect: { endpoint: { url: "https://emr-containers.us-gov-east-1.amazonaws.com" } }
        }
        {
            documentation: "not any region of GovCloud"
            params: { Region: "us-gov-south-2", UseFIPS: true }
            expect: {
                endpoint: { url: "https://emr-containers-fips.us-gov-south-2.amazonaws.com" }
            }
        }
        {
            documentation: "an isolated partition"
            params: { Region: "us-iso-east-1" }
            expect: { endpoint: { url: "https://emr-containers.us-iso-east-1.c2s.ic.gov" } }
        }
        {
            documentation: "an isolated partition has FIPS"
            params: { Region: "us-isob-east-1", UseFIPS: true }
            expect: {
                endpoint: { url: "https://emr-containers-fips.us-isob-east-1.sc2s.sgov.gov" }
            }
        }
        {
            documentation: "an isolated partition has no dual-stack"
            params: { Region: "us-iso-east-1", UseDualStack: true }
            expect: {
                error: "partition aws-iso, which us-iso-east-1 is in, has no dual-stack endpoints"
            }
        }
        {
            documentation: "nor with FIPS"
            params: { Region: "us-isob-east-1", UseFIPS: true, UseDualStack: true }
            expect: {
                error: "partition aws-iso-b, which us-isob-east-1 is in, has no dual-stack endpoints"
            }
        }
        {
            documentation: "an endpoint of one's own"
            params: { Endpoint: "https://vpce-1.example.com/base" }
            expect: { endpoint: { url: "https://vpce-1.example.com/base" } }
        }
        {
            documentation: "it goes before the region's"
            params: { Endpoint: "https://vpce-1.example.com", Region: "us-east-1" }
            expect: { endpoint: { url: "https://vpce-1.example.com" } }
        }
        {
            documentation: "not with FIPS"
            params: { Endpoint: "https://vpce-1.example.com", Region: "us-east-1", UseFIPS: true }
            expect: {
                error: "the endpoint https://vpce-1.example.com is your own, so FIPS can't be asked for: name a URL that has it, and leave UseFIPS off"
            }
        }
        {
            documentation: "not with dual-stack"
            params: { Endpoint: "https://vpce-1.example.com", UseDualStack: true }
            expect: {
                error: "the endpoint https://vpce-1.example.com is your own, so dual-stack can't be asked for: name a URL that has it, and leave UseDualStack off"
            }
        }
        {
            documentation: "nothing at all"
            params: {}
            expect: { error: "there is neither a region nor an endpoint to send requests to" }
        }
    ]
)
