namespace HumaXledger.Core.Reasons;

/// <summary>Why two records are, or are not, matched as the same person.</summary>
public static class MatchingReasons
{
    public const string EvidenceEmailSame = "evidence.email.same";
    public const string EvidenceEmailShared = "evidence.email.shared";
    public const string EvidenceEmailLocalPart = "evidence.email.localPart";
    public const string EvidenceEmailNear = "evidence.email.near";
    public const string EvidenceEmailDiffers = "evidence.email.differs";
    public const string EvidenceEmploymentIdSame = "evidence.employmentId.same";
    public const string EvidenceEmploymentIdShared = "evidence.employmentId.shared";
    public const string EvidenceEmploymentIdZeros = "evidence.employmentId.zeros";
    public const string EvidenceEmploymentIdDiffers = "evidence.employmentId.differs";
    public const string EvidenceIdentificationSame = "evidence.identification.same";
    public const string EvidenceIdentificationShared = "evidence.identification.shared";
    public const string EvidenceIdentificationZeroLost = "evidence.identification.zeroLost";
    public const string EvidenceIdentificationRenumbered = "evidence.identification.renumbered";
    public const string EvidenceIdentificationNear = "evidence.identification.near";
    public const string EvidenceIdentificationDiffers = "evidence.identification.differs";
    public const string EvidencePhoneSame = "evidence.phone.same";
    public const string EvidencePhoneShared = "evidence.phone.shared";
    public const string EvidencePhoneDiffers = "evidence.phone.differs";

    /// <summary>The whole name.</summary>
    public const string EvidenceNameSame = "evidence.name.same";
    public const string EvidenceNameVariant = "evidence.name.variant";
    public const string EvidenceNameSwapped = "evidence.name.swapped";

    /// <summary>The whole name agrees, and several people of one side share it.</summary>
    public const string EvidenceNameCommon = "evidence.name.common";
    public const string EvidenceGivenNameSame = "evidence.givenName.same";
    public const string EvidenceGivenNameVariant = "evidence.givenName.variant";
    public const string EvidenceGivenNameSpelling = "evidence.givenName.spelling";
    public const string EvidenceGivenNameNickname = "evidence.givenName.nickname";
    public const string EvidenceGivenNameOverlap = "evidence.givenName.overlap";
    public const string EvidenceGivenNameSimilar = "evidence.givenName.similar";
    public const string EvidenceGivenNamePart = "evidence.givenName.part";
    public const string EvidenceGivenNameNear = "evidence.givenName.near";
    public const string EvidenceGivenNameInitial = "evidence.givenName.initial";
    public const string EvidenceGivenNameDiffers = "evidence.givenName.differs";
    public const string EvidenceFamilyNameSame = "evidence.familyName.same";
    public const string EvidenceFamilyNameVariant = "evidence.familyName.variant";
    public const string EvidenceFamilyNameSpelling = "evidence.familyName.spelling";
    public const string EvidenceFamilyNameOverlap = "evidence.familyName.overlap";
    public const string EvidenceFamilyNameSimilar = "evidence.familyName.similar";
    public const string EvidenceFamilyNamePart = "evidence.familyName.part";
    public const string EvidenceFamilyNameNear = "evidence.familyName.near";
    public const string EvidenceFamilyNameInitial = "evidence.familyName.initial";
    public const string EvidenceFamilyNameDiffers = "evidence.familyName.differs";
    public const string EvidenceBirthSame = "evidence.dateOfBirth.same";
    public const string EvidenceBirthShared = "evidence.dateOfBirth.shared";
    public const string EvidenceBirthSwapped = "evidence.dateOfBirth.swapped";
    public const string EvidenceBirthNear = "evidence.dateOfBirth.near";
    public const string EvidenceBirthClose = "evidence.dateOfBirth.close";
    public const string EvidenceBirthDiffers = "evidence.dateOfBirth.differs";
    public const string EvidenceAddressSame = "evidence.address.same";
    public const string EvidenceAddressNear = "evidence.address.near";
    public const string EvidenceAddressDiffers = "evidence.address.differs";
    public const string EvidenceGenderDiffers = "evidence.gender.differs";
    public const string EvidenceStartSame = "evidence.employmentStart.same";
    public const string EvidenceEmploymentEarlier = "evidence.employment.earlier";
    public const string EvidenceEmploymentTooYoung = "evidence.employment.tooYoung";

    /// <summary>Much agrees, but nothing that excludes chance or a shared household.</summary>
    public const string DoubtNotEnough = "doubt.notEnough";

    /// <summary>Different identity numbers.</summary>
    public const string DoubtIdentification = "doubt.identification";

    /// <summary>Different dates of birth.</summary>
    public const string DoubtDateOfBirth = "doubt.dateOfBirth";

    /// <summary>Different given names.</summary>
    public const string DoubtName = "doubt.name";

    /// <summary>Different genders.</summary>
    public const string DoubtGender = "doubt.gender";

    /// <summary>The employments have no day in common, and no value agrees that a person keeps for life.</summary>
    public const string DoubtEmployment = "doubt.employment";

    /// <summary>The person was unborn or a child when the other employment began.</summary>
    public const string DoubtTooYoung = "doubt.tooYoung";

    /// <summary>More known values contradict than agree.</summary>
    public const string DoubtContradictions = "doubt.contradictions";

    /// <summary>
    /// One of the two was linked to a record that no longer exists; the other may be its re-creation.
    /// </summary>
    public const string DoubtRecreated = "doubt.recreated";

    /// <summary>Several employees fit about equally well.</summary>
    public const string AmbiguousSeveral = "ambiguous.several";

    /// <summary>The employee fits another user about equally well.</summary>
    public const string AmbiguousWantedByAnother = "ambiguous.wantedByAnother";

    /// <summary>The employee that fits already belongs to another user.</summary>
    public const string AmbiguousTaken = "ambiguous.taken";

    /// <summary>Stored links name one of the records twice.</summary>
    public const string AmbiguousLinkedTwice = "ambiguous.linkedTwice";

    /// <summary>Several records of one side have the same id. Arguments: the system, the ids.</summary>
    public const string SameIds = "input.sameIds";

    /// <summary>The employee is linked to another user.</summary>
    public const string MatchRefusedLinked = "match.refused.linked";

    /// <summary>There are two decisions for the user, or the employee was chosen for two users.</summary>
    public const string MatchRefusedTwice = "match.refused.twice";

    /// <summary>One of the records no longer exists.</summary>
    public const string MatchRefusedGone = "match.refused.gone";
}
