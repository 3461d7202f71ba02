// A file that somebody brings, brought into the columns of its kind.

public import Basics

/// Why a file cannot be imported: one sentence for whoever sent it.
public enum ImportFileError: Error, Sendable, Equatable, CustomStringConvertible {
    case empty
    case unknownKind
    case wrongColumns(ImportKind)
    case nothingUnderstood

    public var description: String { sentence.english }

    public var sentence: Sentence {
        switch self {
        case .empty: "This file has no lines"
        case .unknownKind: "Neither its name nor its headings say what this file holds: please choose it"
        case .wrongColumns(let kind): ImportFileError.wrong(kind.neededColumns.map { "“\(text: $0)”" })
        case .nothingUnderstood: "No line of this file could be understood"
        }
    }

    private static func wrong(_ columns: [Sentence]) -> Sentence {
        "This file has headings, but not the needed \(list: columns)"
    }
}

public struct ImportFile: Sendable, Equatable {
    public var kind: ImportKind
    /// The fields of each line, in the order of `kind.columns`; those that are missing at the end are left out.
    public var rows: [[String]]
    /// How many of the lines say nothing that could be done.
    public var misunderstood: Int

    /// - Parameters:
    ///   - lines: with or without a line of headings, which may be in any order and of which others are left out.
    ///   - kind: nil to guess it.
    public init(_ lines: [[String]], fileName: String, kind: ImportKind?) throws(ImportFileError) {
        guard let first = lines.first else { throw .empty }
        let known = Set(ImportKind.allCases.flatMap(\.columns).map { $0.lowercased() })
        var headings = first.map { ProfileLine.line($0).lowercased() }
        if known.isDisjoint(with: headings) { headings = [] }
        guard let kind = kind ?? ImportKind.guess(columns: headings, fileName: fileName) else { throw .unknownKind }
        let places: [Int?]
        if headings.isEmpty {
            places = kind.neededColumns.indices.map { $0 }
        } else {
            places = kind.columns.map { headings.firstIndex(of: $0.lowercased()) }
            guard places.prefix(kind.neededColumns.count).allSatisfy({ $0 != nil }) else { throw .wrongColumns(kind) }
        }
        self.kind = kind
        rows = lines.dropFirst(headings.isEmpty ? 0 : 1).map { fields in
            places.map { place in place.flatMap { $0 < fields.count ? fields[$0] : nil } ?? "" }
        }
        guard !rows.isEmpty else { throw .empty }
        misunderstood = rows.count { ImportLine(kind, $0) == nil }
        guard misunderstood < rows.count else { throw .nothingUnderstood }
    }
}
