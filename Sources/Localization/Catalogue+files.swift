// The catalogues in the binary.

extension Catalogue {
    static var files: [(InterfaceLanguage, String)] {
        [(.es, es), (.fr, fr), (.de, de), (.pt, pt), (.it, it), (.ar, ar), (.hi, hi), (.ja, ja), (.ko, ko)]
    }
}
