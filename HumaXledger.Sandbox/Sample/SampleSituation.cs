namespace HumaXledger.Sandbox.Sample;

/// <summary>What may be unusual about people of the sample (product.md 2 to 4).</summary>
public enum SampleSituation
{
    /// <summary>Both sides hold a value of the field, and not the same.</summary>
    Conflict,

    /// <summary>Xledger holds a value of the field, Huma none.</summary>
    MissingInHuma,

    /// <summary>Huma holds a value of the field, Xledger none.</summary>
    MissingInXledger,

    OnlyInHuma,
    OnlyInXledger,

    /// <summary>Same name and date of birth, no number or e-mail address in common.</summary>
    ProbableMatch,

    /// <summary>Several people on the other side fit equally well.</summary>
    AmbiguousMatch,

    /// <summary>
    /// One person with a record of an earlier employment beside the present one, in one of the systems.
    /// </summary>
    Rehire,

    /// <summary>
    /// The e-mail address of a new person was that of a namesake whose employment began before they were born.
    /// </summary>
    InheritedMailbox,

    /// <summary>A birth number in Huma, the D-number before it in Xledger.</summary>
    BirthNumberAfterTemporary,

    /// <summary>Born on one day, of one family and one address, with one of two given names in common.</summary>
    Twins,

    /// <summary>Two employees with one phone number; in Huma only one can hold it.</summary>
    SharedPhone,

    /// <summary>Given and family name are the wrong way round in Xledger.</summary>
    SwappedNames,

    /// <summary>One employee code in both companies of the group.</summary>
    DuplicateCode,

    /// <summary>Employment over on both sides, deactivated in Huma, no longer an open record in Xledger.</summary>
    Ended,

    DeactivatedButEmployed,

    /// <summary>Starts the month after next, seen from today.</summary>
    NotStarted,

    SeveralPositions,

    /// <summary>The position ends with the month and the next one begins the day after.</summary>
    FollowOnPosition,

    /// <summary>The larger of two positions ends with the month, the smaller one goes on.</summary>
    ParallelPositions,

    /// <summary>Two more positions follow on the present one.</summary>
    AnnouncedPosition,

    /// <summary>A position that ended months before the present one began.</summary>
    PositionBeforeAGap,

    /// <summary>The only position ends with the month.</summary>
    EndOfContract,

    /// <summary>Xledger knows no e-mail address.</summary>
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

    /// <summary>Huma knows no employment ID.</summary>
    NoEmploymentId,

    /// <summary>Employment IDs that begin with zeros.</summary>
    LeadingZeros,

    /// <summary>Never logged in to Huma: a new e-mail address holds at once.</summary>
    NeverLoggedIn,

    /// <summary>No position in Huma.</summary>
    NoPosition,

    /// <summary>An identity number of another country, or a D-number.</summary>
    ForeignIdentification,

    /// <summary>
    /// Lives, banks and is registered in another country than the company: one side states calling code and country,
    /// the
    /// other holds the same digits only.
    /// </summary>
    LivesAbroad,

    /// <summary>
    /// Xledger's spelling holds characters that nobody sees (zero-width space, soft hyphen, byte order mark).
    /// </summary>
    UnseenCharacters,

    /// <summary>
    /// Huma's profile of a leaver was filled in with another person: only e-mail address, phone and employment ID are
    /// still the leaver's.
    /// </summary>
    Overwritten,
}
