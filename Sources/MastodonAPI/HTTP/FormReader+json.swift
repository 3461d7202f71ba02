// Reads JSON bodies into the tree of parameters.

internal import Basics

extension FormReader {
    mutating func readJSON(_ body: [UInt8]) throws(ParameterError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(body)
        } catch {
            throw .malformed("The JSON body is \(text: String(describing: error))")
        }
        switch value {
        case .null: break
        case .object(let members):
            for member in members {
                let value = try parameter(member.value, depth: 1)
                root[try name(member.key)] = value
            }
        default: throw .malformed("The JSON body must be an object")
        }
    }

    /// - Parameter depth: levels above and with this one.
    private mutating func parameter(_ value: JSONValue, depth: Int) throws(ParameterError) -> ParameterValue {
        guard depth <= ParameterLimits.depth + 1 else {
            throw .malformed("The JSON body is nested deeper than \(most: ParameterLimits.depth) levels")
        }
        try countOne()
        switch value {
        case .null: return .null
        case .bool(let flag): return .text(flag ? "true" : "false")
        case .number(let text): return .text(text)
        case .string(let text): return .text(text.withoutNUL)
        case .array(let elements):
            var values: [ParameterValue] = []
            for element in elements { values.append(try parameter(element, depth: depth + 1)) }
            return .list(values)
        case .object(let members):
            var object = ParameterObject()
            for member in members {
                let value = try parameter(member.value, depth: depth + 1)
                object[try name(member.key)] = value
            }
            return .object(object)
        }
    }

    private func name(_ key: String) throws(ParameterError) -> String {
        guard key.utf8.count <= ParameterLimits.nameBytes else {
            throw .malformed("A name in the JSON body is longer than \(most: ParameterLimits.nameBytes) bytes")
        }
        return key.withoutNUL
    }
}
