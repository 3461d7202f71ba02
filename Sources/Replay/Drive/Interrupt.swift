// Ctrl-C and SIGTERM end a replay early, with its report; a second one ends the program.

internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

enum Interrupt {
    private static let asked = Atomic<Bool>(false)

    static var isAsked: Bool { asked.load(ordering: .relaxed) }

    static func listen() {
        // A signal handler may do little; storing into an atomic that is there already is allowed.
        asked.store(false, ordering: .relaxed)
        for signal in [SIGINT, SIGTERM] {
            _ = Self.install(signal)
        }
    }

    private static func install(_ number: Int32) -> Bool {
        signal(number) { number in
            Interrupt.asked.store(true, ordering: .relaxed)
            signal(number, SIG_DFL)
        }
        return true
    }
}
