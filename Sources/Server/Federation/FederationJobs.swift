// The jobs that go with other servers.

internal import Domain
internal import Jobs
internal import Services

extension JobHandlers {
    mutating func addFederation(_ services: Services) {
        handle(RemoteAccountJob.kind, attempts: 8, limits: JobLimits(atOnce: 8, ofOneHost: 2)) { job in
            try await services.performRemoteAccountJob(job)
        }
        handle(ThreadJob.kind, attempts: 2, timeout: .seconds(840), limits: JobLimits(atOnce: 4, ofOneHost: 1)) { job in
            try await services.completeThread(job)
        }
        handle(MoveJob.kind, timeout: .seconds(840), limits: JobLimits(atOnce: 4, ofOneHost: 1)) { job in
            try await services.moveFollowers(job)
        }
        handle(FollowerSyncJob.kind, attempts: 4, limits: JobLimits(atOnce: 4, ofOneHost: 1)) { job in
            try await services.synchronizeFollowers(job)
        }
        handle(ServerPolicyJob.kind, timeout: .seconds(840), limits: JobLimits(atOnce: 1)) { job in
            try await services.applyServerPolicy(to: job.payload)
        }
    }
}
