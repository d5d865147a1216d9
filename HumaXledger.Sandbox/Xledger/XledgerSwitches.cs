namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// Behavior of the sandbox where no public source describes Xledger's (contracts/xledger.md). Bound from
/// <c>Sandbox:Switches:Xledger</c>; every default is the most demanding behavior for a client, unless SWITCHES.md says
/// why not. May be changed at run time, except <see cref="GenderCodes"/> (from the next reset) and
/// <see cref="EndCursor"/> (from the next start).
/// </summary>
public sealed record XledgerSwitches
{
    /// <summary>
    /// Whether addEmployees creates a contact and a subledger when none is referred to. Otherwise the values meant for
    /// them are dropped silently.
    /// </summary>
    public bool AddEmployeesCreatesContactAndSubledger { get; set; }

    /// <summary>What null does to a field.</summary>
    public NullInput NullInput { get; set; } = NullInput.Ignored;

    /// <summary>What an empty text does to a field.</summary>
    public EmptyString EmptyString { get; set; } = EmptyString.Clears;

    /// <summary>Whether a partial address clears the parts that are not given.</summary>
    public AddressInput AddressInput { get; set; } = AddressInput.ReplacesAll;

    /// <summary>
    /// Whether the plain text country inside an address has an effect; the country reference beside it always has.
    /// </summary>
    public bool AddressTakesCountryText { get; set; }

    /// <summary>How a contact's social security number reads.</summary>
    public SocialSec SocialSec { get; set; } = SocialSec.Clear;

    /// <summary>Whether an employee's description follows its contact's names.</summary>
    public bool DescriptionFollowsNames { get; set; }

    /// <summary>Whether a subledger's description follows its employee's.</summary>
    public bool SubledgerFollowsEmployeeDescription { get; set; }

    /// <summary>Where the flat e-mail of an employee's input is written.</summary>
    public FlatInput FlatEmail { get; set; } = FlatInput.Employee;

    /// <summary>Where the flat phone of an employee's input is written.</summary>
    public FlatInput FlatPhone { get; set; } = FlatInput.Contact;

    /// <summary>Where the flat phoneSubledger of an employee's input is written.</summary>
    public FlatInput FlatPhoneSubledger { get; set; } = FlatInput.Subledger;

    /// <summary>Whether addEmployees requires dateFrom.</summary>
    public bool AddEmployeesNeedsDateFrom { get; set; } = true;

    /// <summary>
    /// Whether the nodes of all aliased mutations of a request count together towards the limit of one mutation.
    /// </summary>
    public bool NodesCountTogether { get; set; } = true;

    /// <summary>Whether the list of entities needs the scope Owner.</summary>
    public bool EntitiesNeedOwner { get; set; } = true;

    /// <summary>Whether a refused node rolls back the whole call; otherwise the nodes before it stay written.</summary>
    public bool AtomicBatches { get; set; } = true;

    /// <summary>Whether a second employee with the same number in an entity is refused.</summary>
    public bool UniqueEmployeeCodes { get; set; } = true;

    /// <summary>Whether updateContacts requires the contact's textual id beside its dbId.</summary>
    public bool ContactIdRequired { get; set; } = true;

    /// <summary>The answer to a request without the right.</summary>
    public MissingRight MissingRight { get; set; } = MissingRight.ErrorWithoutData;

    /// <summary>HTTP status for a token in the wrong form, unknown, revoked or expired: 200, 400, 401 or 403.</summary>
    public int BadTokenStatus { get; set; } = 200;

    /// <summary>HTTP status for an invalid document: 200 or 400.</summary>
    public int ValidationErrorStatus { get; set; } = 400;

    /// <summary>HTTP status for a refused mutation: 200 or 400.</summary>
    public int RefusedMutationStatus { get; set; } = 200;

    /// <summary>Whether an answer with errors only has a data member.</summary>
    public DataOnError DataOnError { get; set; } = DataOnError.Varies;

    /// <summary>Whether a changed contact changes its employee's modifiedAt and adds an employee delta.</summary>
    public bool ContactChangeTouchesEmployee { get; set; }

    /// <summary>Whether a changed subledger changes its employee's modifiedAt and adds an employee delta.</summary>
    public bool SubledgerChangeTouchesEmployee { get; set; }

    /// <summary>The order of a mutation's edges.</summary>
    public EdgesOrder EdgesOrder { get; set; } = EdgesOrder.Reversed;

    /// <summary>Codes and names of the genders; takes effect at the next reset.</summary>
    public GenderCodes GenderCodes { get; set; } = GenderCodes.English;

    /// <summary>Whether pageInfo has startCursor and endCursor.</summary>
    public bool EndCursor { get; set; }

    /// <summary>
    /// Whether cursors are several numbers joined by points instead of the record's dbId. Both forms are always
    /// accepted.
    /// </summary>
    public bool CompositeCursors { get; set; }

    /// <summary>Page size when neither first nor last is sent.</summary>
    public int DefaultPageSize { get; set; } = 50;

    /// <summary>The ownerSet when none is sent.</summary>
    public OwnerSet DefaultOwnerSet { get; set; } = OwnerSet.Current;

    /// <summary>The objectStatus when none is sent.</summary>
    public ObjectStatus DefaultObjectStatus { get; set; } = ObjectStatus.Open;
}

/// <summary>What null does to a field of an input.</summary>
public enum NullInput
{
    Ignored,
    Clears,
    Refused,
}

/// <summary>What an empty text does to a field of an input.</summary>
public enum EmptyString
{
    Clears,
    Ignored,
    Refused,
}

/// <summary>The record that a flat input of an employee is written to.</summary>
public enum FlatInput
{
    /// <summary>The employee itself, which only has an e-mail address.</summary>
    Employee,
    Contact,
    Subledger,

    /// <summary>Contact and subledger.</summary>
    Both,
}

/// <summary>What a partial address input does to the parts that are not given.</summary>
public enum AddressInput
{
    ReplacesAll,
    KeepsOtherParts,
}

/// <summary>How a contact's social security number reads: in full, masked as on the employee, or as null.</summary>
public enum SocialSec
{
    Clear,
    Masked,
    Null,
}

/// <summary>The answer to a request without the right.</summary>
public enum MissingRight
{
    /// <summary>HTTP 200, an error that does not name the scope, no data.</summary>
    ErrorWithoutData,

    /// <summary>HTTP 200, the field null, an error with its path.</summary>
    FieldNull,

    /// <summary>HTTP 403 with the same error.</summary>
    Forbidden,

    /// <summary>HTTP 200, the field null, no error; a write as <see cref="ErrorWithoutData"/>.</summary>
    Silent,
}

/// <summary>Whether an answer with errors only has <c>data: null</c> or no data member.</summary>
public enum DataOnError
{
    /// <summary>Null for limits, rights and refused mutations; absent for a document that was not executed.</summary>
    Varies,
    Null,
    Absent,
}

/// <summary>The order of a mutation's edges, relative to its inputs.</summary>
public enum EdgesOrder
{
    Reversed,
    AsSent,
    Shuffled,
}

/// <summary>Codes and names of the two genders.</summary>
public enum GenderCodes
{
    /// <summary>F FEMALE, M MALE.</summary>
    English,

    /// <summary>K KVINNE, M MANN.</summary>
    Norwegian,

    /// <summary>1 FEMALE, 2 MALE.</summary>
    Numbers,
}

/// <summary>Which entities' records a connection shows, seen from the token's entity.</summary>
public enum OwnerSet
{
    Current,
    Upper,
    Lower,
    Mine,
    All,
}

/// <summary>Whether a connection includes records whose validity has ended.</summary>
public enum ObjectStatus
{
    All,
    Open,
    Closed,
}
