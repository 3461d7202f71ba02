// What a server says where nobody has written a text of its own.

public import Basics

public enum StandardTexts {
    /// 2026-11-24.
    public static let writtenAt = Timestamp(seconds: 1_795_478_400)

    /// What Chorus keeps, for how long, and who can see it: whoever changes one of these changes the text too.
    public static let privacy = """
        What this server keeps of you: your name here and your e-mail address, a hash of your password, your profile, \
        what you post, and what you do with the posts of others (favourites, bookmarks, reblogs, votes), whom you follow, \
        block or mute, and the apps that you let in; and until the week is over that you were here in it, to count people.

        Who sees it: public and unlisted posts can be seen by everybody. Posts for followers and direct posts are shown \
        only to those they are for; the people who run this server can technically read them, so do not write there what \
        must stay between few. Nobody is shown whom you block or mute, what you bookmark, or what you voted for.

        Calls: whoever answers a call silently is counted and not named, neither to the person who called nor in any \
        list. Numbers of silent answers appear together, those of at least ten people at a time, so that nobody can tell who \
        gave them.

        Addresses: the address from which you connect is used to hold off abuse while you are connected, and is not kept \
        with your account.

        Bringing and taking along: an archive that you ask for, and the lines of a file that could not be imported, are kept \
        for a week; only you can fetch them.

        Taking it back: what you delete is gone from this server at once, with all that was counted of it. Other servers \
        that have received a post are told to delete it too.

        Letters: this server writes to your e-mail address only to confirm it, to let you choose a new password when you ask \
        for that, and to tell you that one of the two was changed.

        This server shows no advertisements, sells nothing about you, and loads nothing from third parties in its pages.
        """
}
