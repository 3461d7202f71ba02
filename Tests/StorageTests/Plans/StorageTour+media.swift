// The part of the tour that is about attachments.
import Basics
import Database
import Domain
import Storage
import Testing

extension StorageTour {
    static func media(_ connection: Connection) throws {
        var picture = MediaAttachment(id: 900, accountID: 1, kind: .image, state: .processing, description: "Tea")
        picture.focus = FocalPoint(x: 0.25, y: -0.5)
        try MediaQueries.insert(picture, format: "png", node: 3, at: now, connection)
        #expect(try MediaQueries.media(900, of: 1, connection) == picture)
        #expect(try MediaQueries.media(900, of: 2, connection) == nil)
        #expect(try MediaQueries.processing(on: 3, dueBy: now, connection).map(\.id) == [900])
        let first = try #require(try MediaQueries.begin(900, connection))
        #expect(first == (attempts: 1, faults: 0, format: "png"))
        // A fault of the server is not held against a file.
        #expect(try MediaQueries.putOff(900, until: now + .seconds(60), because: "The disk is full", connection))
        #expect(try !MediaQueries.putOff(900, until: now, because: "It was not begun", connection))
        #expect(try MediaQueries.processing(on: 3, dueBy: now, connection).isEmpty)
        #expect(try MediaQueries.processing(on: 3, dueBy: now + .seconds(60), connection).map(\.id) == [900])
        #expect(try MediaQueries.faults(limit: 5, connection).map(\.fault) == ["The disk is full"])
        let second = try #require(try MediaQueries.begin(900, connection))
        #expect(second == (attempts: 1, faults: 1, format: "png"))
        #expect(try MediaQueries.giveUpPutOff(on: 3, uploadedBefore: now, at: now, connection).isEmpty)
        picture.state = .ready
        picture.path = "attachments/aa/aaa/original.png"
        picture.measures = MediaMeasures(
            size: PixelSize(width: 4, height: 3),
            duration: 1.5,
            frameRate: "30/1",
            bitrate: 1000
        )
        #expect(try MediaQueries.finish(picture, connection))
        #expect(try !MediaQueries.finish(picture, connection))
        try MediaQueries.giveUp(900, as: .failed, connection)
        picture.previewPath = "attachments/aa/aaa/small.jpg"
        picture.measures.previewSize = PixelSize(width: 2, height: 1)
        picture.blurhash = "00TSUA"
        try MediaQueries.setPreview(picture, connection)
        picture.description = nil
        picture.focus = nil
        try MediaQueries.describe(picture, connection)
        #expect(try MediaQueries.media([901, 900], of: 1, connection) == [picture])
        #expect(try MediaQueries.begin(900, connection) == nil)
        try storedPictures(picture, connection)
        try MediaQueries.attach([900], to: 100, connection)
        picture.statusID = 100
        picture.position = 0
        #expect(try MediaQueries.shown(by: [100, 101], connection) == [100: [picture]])
        try MediaQueries.hide(900, connection)
        #expect(try MediaQueries.shown(by: [100], connection).isEmpty)
        #expect(try MediaQueries.all(of: 100, connection).map(\.id) == [900])
        try MediaQueries.attach([900], to: 100, connection)
        try MediaQueries.loosen(from: 100, at: now, connection)
        #expect(try MediaQueries.loose(since: now + .seconds(1), limit: 5, connection) == [900])
        try MediaQueries.delete([900], connection)
        let noted = try MediaRemovalQueries.noted(limit: 5, connection)
        #expect(noted.map(\.path) == ["attachments/aa/aaa/original.png", "attachments/aa/aaa/small.jpg"])
        try MediaRemovalQueries.done(noted.map(\.id), connection)
        #expect(try MediaRemovalQueries.noted(limit: 5, connection).isEmpty)
    }

    private static func storedPictures(_ picture: MediaAttachment, _ connection: Connection) throws {
        let found = try StoredPictureQueries.pictures(of: .attachments, after: 899, limit: 5, connection)
        #expect(found.files.map(\.path) == [picture.path, picture.previewPath] && found.last == 900)
        for file in found.files { #expect(try StoredPictureQueries.names(file, .attachments, connection)) }
        #expect(try !StoredPictureQueries.names(StoredPicture(id: 1, path: "none"), .cards, connection))
        _ = try StoredPictureQueries.pictures(of: .cards, after: 0, limit: 5, connection)
        let place = try StoredPictureQueries.place(of: "attachments/aa/aaa/small.jpg", connection)
        #expect(place == (place: "attachments/aa/aaa/small.jpg", isSettled: true))
    }

    static func hiddenFiles(_ connection: Connection) throws {
        let files = try HiddenFileQueries.files(of: 1, connection)
        #expect(files == Array(Set(files)).sorted())
        try HiddenFileQueries.hide("attachments/aa/aaa/small.jpg", in: "hidden/bb/bbb/small.jpg", of: 1, connection)
        let hiddenPlace = try HiddenFileQueries.place(of: "attachments/aa/aaa/small.jpg", connection)
        #expect(hiddenPlace == "hidden/bb/bbb/small.jpg")
        let moving = try HiddenFileQueries.unsettled(limit: 5, connection)
        #expect(moving.map(\.place) == ["hidden/bb/bbb/small.jpg"])
        let place = try StoredPictureQueries.place(of: "attachments/aa/aaa/small.jpg", connection)
        #expect(place == (place: "hidden/bb/bbb/small.jpg", isSettled: false))
        #expect(try moving.allSatisfy { try HiddenFileQueries.settle($0, connection) })
        #expect(try HiddenFileQueries.unsettled(limit: 5, connection).isEmpty)
        #expect(try !HiddenFileQueries.show(pictureOfCard: 1, connection))
        #expect(try HiddenFileQueries.show(filesOf: 1, connection))
        let back = try HiddenFileQueries.unsettled(limit: 5, connection)
        #expect(back.map(\.isHidden) == [false])
        #expect(try HiddenFileQueries.forget("attachments/aa/aaa/small.jpg", connection) == "hidden/bb/bbb/small.jpg")
        #expect(try back.allSatisfy { try !HiddenFileQueries.settle($0, connection) })
    }
}
