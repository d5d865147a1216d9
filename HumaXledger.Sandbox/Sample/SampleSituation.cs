namespace HumaXledger.Sandbox.Sample;

/// <summary>What is unusual about people of the sample (product.md 2 to 4).</summary>
public enum SampleSituation
{
    /// <summary>Both systems have a value of the field, and the values differ.</summary>
    Conflict,

    /// <summary>Only Xledger has a value of the field.</summary>
    MissingInHuma,

    /// <summary>Only Huma has a value of the field.</summary>
    MissingInXledger,

    OnlyInHuma,
    OnlyInXledger,

    /// <summary>Same name and date of birth, no number or e-mail address in common.</summary>
    ProbableMatch,

    /// <summary>Several people in the other system match equally well.</summary>
    AmbiguousMatch,

    /// <summary>
    /// One person with a record of an earlier employment beside the current one, in one of the systems.
    /// </summary>
    Rehire,

    /// <summary>
    /// A new person's e-mail address belonged to a namesake whose employment began before the new person was born.
    /// </summary>
    InheritedMailbox,

    /// <summary>A birth number in Huma, the D-number before it in Xledger.</summary>
    BirthNumberAfterTemporary,

    /// <summary>
    /// Born on the same day, with the same family name and address and one of two given names in common.
    /// </summary>
    Twins,

    /// <summary>Two employees with one phone number; in Huma only one of them can have it.</summary>
    SharedPhone,

    /// <summary>Given and family name are exchanged in Xledger.</summary>
    SwappedNames,

    /// <summary>The same employee code in both companies of the group.</summary>
    DuplicateCode,

    /// <summary>Employment ended in both systems, deactivated in Huma, a closed record in Xledger.</summary>
    Ended,

    DeactivatedButEmployed,

    /// <summary>Starts the month after next.</summary>
    NotStarted,

    SeveralPositions,

    /// <summary>The position ends with the month; the next one begins the day after.</summary>
    FollowOnPosition,

    /// <summary>The larger of two positions ends with the month; the smaller one continues.</summary>
    ParallelPositions,

    /// <summary>Two more positions follow the current one.</summary>
    AnnouncedPosition,

    /// <summary>A position that ended months before the current one began.</summary>
    PositionBeforeAGap,

    /// <summary>The only position ends with the month.</summary>
    EndOfContract,

    /// <summary>No e-mail address in Xledger.</summary>
    NoEmail,

    InvalidEmail,
    InvalidPhone,
    InvalidIdentification,
    InvalidBankAccount,

    /// <summary>Names with æ, ø, å, ä or ö.</summary>
    NordicLetters,

    /// <summary>Names in another script, or with letters of other languages.</summary>
    OtherScript,

    /// <summary>A full name of more than 60 characters.</summary>
    LongName,

    /// <summary>An address in Xledger without place or country.</summary>
    IncompleteAddress,

    /// <summary>Contact and subledger hold different values of the field.</summary>
    DiffersInsideXledger,

    GenderFreeText,

    /// <summary>A new e-mail address in Huma that the person has not confirmed; Xledger has it already.</summary>
    PendingEmail,

    DatesOutOfOrder,

    /// <summary>Day and month of birth exchanged.</summary>
    DayAndMonthSwapped,

    /// <summary>Held by Huma's own Xledger integration (<c>connectedIntegrations</c>).</summary>
    OtherIntegration,

    /// <summary>No employment ID in Huma.</summary>
    NoEmploymentId,

    /// <summary>Employment IDs that begin with zeros.</summary>
    LeadingZeros,

    /// <summary>Never logged in to Huma: a new e-mail address takes effect at once.</summary>
    NeverLoggedIn,

    /// <summary>No position in Huma.</summary>
    NoPosition,

    /// <summary>An identity number of another country, or a D-number.</summary>
    ForeignIdentification,

    /// <summary>
    /// Lives, banks and is registered in another country than the company's: one system has calling code and country,
    /// the other the bare digits.
    /// </summary>
    LivesAbroad,

    /// <summary>
    /// Xledger's spelling contains invisible characters (zero-width space, soft hyphen, byte order mark).
    /// </summary>
    UnseenCharacters,

    /// <summary>
    /// A leaver's profile in Huma was overwritten with another person: only e-mail address, phone and employment ID are
    /// still the leaver's.
    /// </summary>
    Overwritten,
}
