namespace HumaXledger.Core.Reasons;

/// <summary>
/// Problems of a value, or of the values of one person. Field names in arguments are those of <c>FieldRules.Name</c>.
/// </summary>
public static class ValueReasons
{
    /// <summary>Not an e-mail address.</summary>
    public const string EmailSyntax = "email.syntax";

    /// <summary>
    /// Not a phone number. Arguments: the country whose rules were applied (alpha-2, or empty where none is known).
    /// </summary>
    public const string PhoneInvalid = "phone.invalid";

    /// <summary>Not a date of the form <c>yyyy-MM-dd</c>.</summary>
    public const string DateInvalid = "date.invalid";

    /// <summary>An implausible date, such as a birth in the future.</summary>
    public const string DateImplausible = "date.implausible";

    /// <summary>A warning: a possible date that is most likely wrong.</summary>
    public const string DateUnlikely = "date.unlikely";

    /// <summary>
    /// Not the form of an identity number. Arguments: the country whose rules were applied (or empty).
    /// </summary>
    public const string IdentificationFormat = "identification.format";

    /// <summary>
    /// The birth date in the identity number does not exist or lies in the future. Arguments: the country.
    /// </summary>
    public const string IdentificationDate = "identification.date";

    /// <summary>
    /// A check digit of the identity number is wrong; a warning for Iceland, which issues numbers without one.
    /// Arguments: the country.
    /// </summary>
    public const string IdentificationChecksum = "identification.checksum";

    /// <summary>The number belongs to an organization, not to a person. Arguments: the country.</summary>
    public const string IdentificationNotPerson = "identification.notPerson";

    /// <summary>
    /// A warning: a valid number of another country's register than the expected one. Arguments: the country of the
    /// register.
    /// </summary>
    public const string IdentificationOtherCountry = "identification.otherCountry";

    /// <summary>A warning: the date of birth differs from the one in the identity number.</summary>
    public const string IdentificationBirthDate = "identification.birthDate";

    /// <summary>A warning: the gender differs from the one in the identity number.</summary>
    public const string IdentificationGender = "identification.gender";

    /// <summary>Characters that no account number has, or no others.</summary>
    public const string BankAccountSyntax = "bankAccount.syntax";

    /// <summary>Too long or too short for its country. Arguments: the country.</summary>
    public const string BankAccountLength = "bankAccount.length";

    /// <summary>
    /// A check digit of the account number or of the IBAN is wrong; a warning for Sweden and Finland, where not every
    /// account has a valid one. Arguments: the country.
    /// </summary>
    public const string BankAccountChecksum = "bankAccount.checksum";

    /// <summary>An account number of zeros only.</summary>
    public const string BankAccountZeros = "bankAccount.zeros";

    /// <summary>An IBAN of a country that has no IBANs. Arguments: its first two letters.</summary>
    public const string BankAccountCountry = "bankAccount.country";

    /// <summary>
    /// The other system requires or has a country (or calling code) with this number, and the person's data does not
    /// decide between the possible countries.
    /// </summary>
    public const string NumberCountryUndecided = "number.countryUndecided";

    /// <summary>A text that is not a country. Arguments: the text, shortened.</summary>
    public const string CountryUnknown = "country.unknown";

    /// <summary>A warning: the postal code does not have its country's form. Arguments: the country.</summary>
    public const string AddressPostalCode = "address.postalCode";

    /// <summary>
    /// The other system requires these parts of an address. Arguments: the missing parts (<c>street</c>,
    /// <c>postalCode</c>, <c>city</c>, <c>country</c>).
    /// </summary>
    public const string AddressIncomplete = "address.incomplete";

    /// <summary>A warning: the gender has no counterpart in the other system and is left out there.</summary>
    public const string GenderNoCounterpart = "gender.noCounterpart";

    /// <summary>Longer than the systems accept. Arguments: the largest number of characters.</summary>
    public const string TextTooLong = "text.tooLong";

    /// <summary>No visible character: only white space and characters without width.</summary>
    public const string TextEmpty = "text.empty";

    /// <summary>
    /// Control characters, direction marks, or broken Unicode (unpaired surrogates, noncharacters, the replacement
    /// character).
    /// </summary>
    public const string TextCharacters = "text.characters";

    /// <summary>Employment ends before it starts. Arguments: end, start.</summary>
    public const string DatesEndBeforeStart = "dates.endBeforeStart";

    /// <summary>Probation ends before employment starts. Arguments: probation end, start.</summary>
    public const string DatesProbationBeforeStart = "dates.probationBeforeStart";

    /// <summary>A warning: probation ends after employment. Arguments: probation end, employment end.</summary>
    public const string DatesProbationAfterEnd = "dates.probationAfterEnd";

    /// <summary>A warning: notice is given after employment has ended. Arguments: notice, employment end.</summary>
    public const string DatesNoticeAfterEnd = "dates.noticeAfterEnd";

    /// <summary>Employment starts before birth.</summary>
    public const string DatesStartBeforeBirth = "dates.startBeforeBirth";

    /// <summary>A field without which a person cannot be added. Arguments: the field's name.</summary>
    public const string RequiredMissing = "required.missing";

    /// <summary>
    /// A warning: Huma stores job title and employment dates in a position, which needs both a title and a start date.
    /// Arguments: the name of the missing field.
    /// </summary>
    public const string PositionIncomplete = "position.incomplete";

    /// <summary>An international bank account needs its BIC.</summary>
    public const string BankBicMissing = "huma.bank.bic-missing";

    /// <summary>A national bank account needs its country.</summary>
    public const string BankCountryMissing = "huma.bank.country-missing";

    /// <summary>{0} field. The employee has no contact record in Xledger to store the field.</summary>
    public const string NoContact = "xledger.noContact";
}
