// Whether this server speaks with others.

extension Services {
    public var isFederating: Bool { federation != nil }
}
