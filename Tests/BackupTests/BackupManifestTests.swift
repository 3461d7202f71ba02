// What a backup says of itself is believed only as a whole.
import Basics
import Database
import Storage
import Testing

@testable import Backup

@Suite("A manifest")
struct BackupManifestTests {
    private static var manifest: BackupManifest {
        var manifest = BackupManifest(madeAt: BackupFixture.now, engine: "postgres", url: "https://chorus.example")
        manifest.schema = [1: "0001 start", 33: "0033 recurring tasks"]
        manifest.sequences = ["follows": Int64.max]
        let shape = TableShape(
            name: "follows",
            columns: [.init(name: "id", kind: .int), .init(name: "notify", kind: .bool)]
        )
        manifest.tables = [.init(shape: shape, rows: 2)]
        manifest.files = [BackedUpFile(path: "push.key", size: 32, sha256: "00")]
        return manifest
    }

    @Test("is read as it was written")
    func roundTrip() throws {
        var manifest = BackupManifestTests.manifest
        #expect(try BackupManifest(text: manifest.text) == manifest)
        manifest.bucket = "https://s3.example/pictures"
        manifest.files = []
        #expect(try BackupManifest(text: manifest.text) == manifest)
    }

    @Test("cut off at any byte it is refused")
    func cutOff() {
        let text = BackupManifestTests.manifest.text
        for count in text.indices {
            #expect(throws: BackupError.self, "\(count)") { try BackupManifest(text: Array(text.prefix(count))) }
        }
    }

    @Test("with any byte changed it is refused, or says the same")
    func damaged() {
        let (manifest, text) = (BackupManifestTests.manifest, BackupManifestTests.manifest.text)
        var accepted = 0
        for place in text.indices {
            for bit in 0..<8 {
                var changed = text
                changed[place] ^= 1 << bit
                guard let read = try? BackupManifest(text: changed) else { continue }
                accepted += 1
                #expect(read == manifest)
            }
        }
        #expect(accepted == 0)
    }

    @Test("a path that leads elsewhere is refused, and a form of tomorrow named")
    func strange() {
        for path in ["../push.key", "media/../x", "/push.key", "manifest.jsonl", "media", "database/a b-1.tsv", ""] {
            var manifest = BackupManifestTests.manifest
            manifest.files[0].path = path
            #expect(throws: BackupError.self, "\(path)") { try BackupManifest(text: manifest.text) }
        }
        var twice = BackupManifestTests.manifest
        twice.files += twice.files
        #expect(throws: BackupError.self) { try BackupManifest(text: twice.text) }
        let head = "{\"chorus_backup\":2,\"version\":\"9.0\"}\n"
        let text = head + "{\"files\":0,\"bytes\":0,\"sha256\":\"\(FileDigest.of(Array(head.utf8)))\"}\n"
        let error = #expect(throws: BackupError.self) { try BackupManifest(text: Array(text.utf8)) }
        #expect(error?.description.contains("newer Chorus (9.0)") == true)
    }
}
