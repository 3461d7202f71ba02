// What is asked of the index, before either database writes it in its own way.

/// One thing that an entry of the index must have.
public indirect enum SearchAtom: Sendable, Equatable {
    case word(String)
    /// Words that follow each other.
    case phrase([String])
    /// A word that begins so.
    case beginning(String)
    case any([SearchAtom])
    case every([SearchAtom])

    /// The words of a text, each right after the other; nil where there are none. What a script without spaces writes is
    /// found within longer runs.
    public static func words(_ text: String) -> SearchAtom? {
        atom(SearchWords(text).pieces.prefix(32)) { .word($0) }
    }

    /// Accounts are looked for while their names are typed: each word may go on.
    public static func beginnings(_ text: String) -> SearchAtom? {
        let atoms = SearchWords(text).pieces.prefix(8).compactMap { piece in
            piece.signs.isEmpty ? .beginning(piece.word) : atom([piece]) { .word($0) }
        }
        return atoms.isEmpty ? nil : .every(atoms)
    }

    private static func atom(_ pieces: some Sequence<SearchWords.Piece>, _ word: (String) -> SearchAtom) -> SearchAtom?
    {
        var atoms: [SearchAtom] = []
        var following: [String] = []
        for piece in pieces {
            switch piece.signs.count {
            case 0: following.append(piece.word)
            // A run does not follow the word before it in the index where it has a last sign of its own in between: its
            // pairs are looked for by themselves.
            case 1: atoms.append(.beginning(piece.signs[0]))
            default:
                let pairs = SearchWords.pairs(piece.signs)
                atoms.append(pairs.count == 1 ? .word(pairs[0]) : .phrase(pairs))
            }
            if !piece.signs.isEmpty, !following.isEmpty {
                atoms.append(following.count == 1 ? word(following[0]) : .phrase(following))
                following = []
            }
        }
        if !following.isEmpty { atoms.append(following.count == 1 ? word(following[0]) : .phrase(following)) }
        guard let first = atoms.first else { return nil }
        return atoms.count == 1 ? first : .every(atoms)
    }
}

/// A whole question to the index.
public struct SearchExpression: Sendable, Equatable {
    /// All of these; never empty.
    public var wanted: [SearchAtom]
    /// None of these.
    public var unwanted: [SearchAtom]

    public init(wanted: [SearchAtom], unwanted: [SearchAtom] = []) {
        self.wanted = wanted.isEmpty ? [.word(SearchMark.all)] : wanted
        self.unwanted = unwanted
    }

    /// The same, and this too.
    public func and(_ atom: SearchAtom) -> SearchExpression {
        SearchExpression(wanted: wanted + [atom], unwanted: unwanted)
    }
}
