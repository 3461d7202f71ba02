// What is being worked on, counted by kind and by host.

internal import Domain
internal import Synchronization

/// The jobs that a runner has begun, and what it may begin besides.
final class RunningJobs: Sendable {
    /// What may be begun of one kind.
    struct Room: Sendable {
        var kind: String
        var count: Int
        /// Hosts of which no more may be begun.
        var busyHosts: [String]
    }

    private struct Running {
        var count = 0
        var byHost: [String: Int] = [:]
    }

    private let limits: [String: JobLimits]
    private let state = Mutex<[String: Running]>([:])

    init(_ limits: [String: JobLimits]) { self.limits = limits }

    /// Kinds of which more may be begun.
    var rooms: [Room] {
        state.withLock { running in
            limits.keys.sorted().compactMap { kind in
                guard let limits = limits[kind] else { return nil }
                let running = running[kind] ?? Running()
                guard running.count < limits.atOnce else { return nil }
                return Room(
                    kind: kind,
                    count: limits.atOnce - running.count,
                    busyHosts: running.byHost.filter { $0.value >= limits.ofOneHost }.keys.sorted()
                )
            }
        }
    }

    /// Counts those that may be begun.
    func begin(_ jobs: [Job]) -> (begun: [Job], tooMany: [Job]) {
        state.withLock { running in
            var (begun, tooMany): ([Job], [Job]) = ([], [])
            for job in jobs {
                let limits = limits[job.kind] ?? JobLimits()
                if let host = job.host {
                    guard running[job.kind]?.byHost[host] ?? 0 < limits.ofOneHost else {
                        tooMany.append(job)
                        continue
                    }
                    running[job.kind, default: Running()].byHost[host, default: 0] += 1
                }
                running[job.kind, default: Running()].count += 1
                begun.append(job)
            }
            return (begun, tooMany)
        }
    }

    func end(_ job: Job) {
        state.withLock { running in
            guard var left = running[job.kind] else { return }
            left.count -= 1
            if let host = job.host, let count = left.byHost[host] { left.byHost[host] = count > 1 ? count - 1 : nil }
            running[job.kind] = left
        }
    }
}
