// The posts that can be reblogged or answered: the first hundred, which most people see, and a sample of the rest.

struct Shelf {
    static let sampleSize = 1 << 16

    private struct Entry {
        var post: PostNumber
        var author: Int32
    }

    private var top: [Entry] = []
    private var rest: [Entry] = []
    private var oldest = 0
    private var gone: Set<PostNumber> = []

    mutating func add(_ post: PostNumber, by author: Int32) {
        let entry = Entry(post: post, author: author)
        if top.count < Mix.topPosts {
            top.append(entry)
        } else if rest.count < Shelf.sampleSize {
            rest.append(entry)
        } else {
            rest[oldest] = entry
            oldest = (oldest + 1) % rest.count
        }
    }

    mutating func remove(_ post: PostNumber) { gone.insert(post) }

    /// A post of somebody else, the popular ones more often; nil if there is none.
    func pick(for person: Int32, _ random: inout SeededGenerator) -> PostNumber? {
        for _ in 0..<8 {
            let fromTop = rest.isEmpty || random.chance(Mix.topReblogs)
            guard let entry = fromTop ? pickTop(&random) : random.pick(rest) else { return nil }
            if entry.author != person, !gone.contains(entry.post) { return entry.post }
        }
        return nil
    }

    /// The first of the hundred are seen most.
    private func pickTop(_ random: inout SeededGenerator) -> Entry? {
        guard !top.isEmpty else { return nil }
        let unit = random.unit()
        return top[Int(unit * unit * Double(top.count))]
    }
}
