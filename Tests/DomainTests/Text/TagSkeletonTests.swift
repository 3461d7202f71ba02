// What is left of tags without their spelling.
import Domain
import Testing

@Suite("Skeletons of tags")
struct TagSkeletonTests {
    @Test(
        "spellings of one word have the same",
        arguments: [
            ["metoo", "MeToo", "me_too", "Me_Too", "metooo", "mettoo", "MÉTOO", "metoo2017", "me_too_2018", "ｍｅｔｏｏ"],
            ["地震", "地震2024"], ["réveillez", "reveillez", "REVEILLEZ"],
        ]
    )
    func alike(_ spellings: [String]) {
        #expect(Set(spellings.compactMap { TagName($0)?.skeleton }).count == 1)
    }

    @Test(
        "other words have others",
        arguments: [
            ["metoo", "metoday", "wetoo", "metoo1", "metoo20178"], ["aab", "ab", "abb"], ["covid19", "covid"],
        ]
    )
    func apart(_ words: [String]) {
        #expect(Set(words.compactMap { TagName($0)?.skeleton }).count == words.count)
    }

    @Test("a year alone, and what is mostly signs, stay what they are")
    func whole() {
        for name in ["a2017", "x_y", "ää_1"] { #expect(TagName(name)?.skeleton == TagName(name)?.name) }
    }
}
