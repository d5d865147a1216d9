namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// How the sandbox answers where nothing public tells how Xledger does (contracts/xledger.md). Bound from
/// <c>Sandbox:Switches:Xledger</c>;
/// every default is the answer that makes a client work hardest, unless SWITCHES.md says why not. May be changed while
/// the sandbox
/// runs, except <see cref="GenderCodes"/> (from the next reset) and <see cref="EndCursor"/> (from the next start).
/// </summary>
public sealed record XledgerSwitches
{
    /// <summary>
    /// Whether addEmployees makes a contact and a subledger when none is referred to. If not, the values meant for them
    /// are dropped without a word.
    /// </summary>
    public bool AddEmployeesCreatesContactAndSubledger { get; set; }

    public NullInput NullInput { get; set; } = NullInput.Ignored;
    public EmptyString EmptyString { get; set; } = EmptyString.Clears;

    /// <summary>Whether an address that is given in part loses the parts that were not given.</summary>
    public AddressInput AddressInput { get; set; } = AddressInput.ReplacesAll;

    /// <summary>
    /// Whether the plain text country inside an address does anything; the country reference beside it always does.
    /// </summary>
    public bool AddressTakesCountryText { get; set; }

    public SocialSec SocialSec { get; set; } = SocialSec.Clear;

    /// <summary>Whether an employee's description follows its contact's names.</summary>
    public bool DescriptionFollowsNames { get; set; }

    /// <summary>Whether a subledger's description follows its employee's.</summary>
    public bool SubledgerFollowsEmployeeDescription { get; set; }

    /// <summary>Where the flat e-mail of an employee's input lands.</summary>
    public FlatInput FlatEmail { get; set; } = FlatInput.Employee;

    /// <summary>Where the flat phone of an employee's input lands.</summary>
    public FlatInput FlatPhone { get; set; } = FlatInput.Contact;

    /// <summary>Where the flat phoneSubledger of an employee's input lands.</summary>
    public FlatInput FlatPhoneSubledger { get; set; } = FlatInput.Subledger;

    /// <summary>Whether addEmployees demands dateFrom.</summary>
    public bool AddEmployeesNeedsDateFrom { get; set; } = true;

    /// <summary>
    /// Whether the nodes of all aliased mutations of a request count together against the limit of one mutation.
    /// </summary>
    public bool NodesCountTogether { get; set; } = true;

    /// <summary>Whether the list of entities takes the scope Owner.</summary>
    public bool EntitiesNeedOwner { get; set; } = true;

    /// <summary>Whether a refused node undoes the whole call; if not, the nodes before it stay written.</summary>
    public bool AtomicBatches { get; set; } = true;

    /// <summary>Whether a second employee with the same number in an entity is refused.</summary>
    public bool UniqueEmployeeCodes { get; set; } = true;

    /// <summary>Whether updateContacts demands the contact's textual id beside its dbId.</summary>
    public bool ContactIdRequired { get; set; } = true;

    public MissingRight MissingRight { get; set; } = MissingRight.ErrorWithoutData;

    /// <summary>HTTP status for a token in the wrong form, unknown, revoked or expired: 200, 400, 401 or 403.</summary>
    public int BadTokenStatus { get; set; } = 200;

    /// <summary>HTTP status for a document that is not valid: 200 or 400.</summary>
    public int ValidationErrorStatus { get; set; } = 400;

    /// <summary>HTTP status for a mutation that was refused: 200 or 400.</summary>
    public int RefusedMutationStatus { get; set; } = 200;

    public DataOnError DataOnError { get; set; } = DataOnError.Varies;

    /// <summary>Whether a changed contact changes its employee's modifiedAt and leaves an employee delta.</summary>
    public bool ContactChangeTouchesEmployee { get; set; }

    /// <summary>Whether a changed subledger changes its employee's modifiedAt and leaves an employee delta.</summary>
    public bool SubledgerChangeTouchesEmployee { get; set; }

    public EdgesOrder EdgesOrder { get; set; } = EdgesOrder.Reversed;
    public GenderCodes GenderCodes { get; set; } = GenderCodes.English;

    /// <summary>Whether pageInfo has startCursor and endCursor.</summary>
    public bool EndCursor { get; set; }

    /// <summary>
    /// Whether cursors are several numbers joined by points instead of the record's dbId. Both forms are always
    /// accepted.
    /// </summary>
    public bool CompositeCursors { get; set; }

    /// <summary>How many records a connection gives when neither first nor last is sent.</summary>
    public int DefaultPageSize { get; set; } = 50;

    public OwnerSet DefaultOwnerSet { get; set; } = OwnerSet.Current;
    public ObjectStatus DefaultObjectStatus { get; set; } = ObjectStatus.Open;
}

public enum NullInput
{
    Ignored,
    Clears,
    Refused,
}

public enum EmptyString
{
    Clears,
    Ignored,
    Refused,
}

/// <summary>The record that a flat input of an employee lands on.</summary>
public enum FlatInput
{
    /// <summary>The employee itself, where only an e-mail can be read.</summary>
    Employee,
    Contact,
    Subledger,

    /// <summary>Contact and subledger.</summary>
    Both,
}

public enum AddressInput
{
    ReplacesAll,
    KeepsOtherParts,
}

/// <summary>How a contact's social security number reads: as it is, masked as on the employee, or not at all.</summary>
public enum SocialSec
{
    Clear,
    Masked,
    Null,
}

/// <summary>How a missing right answers.</summary>
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

/// <summary>Whether an answer that is only errors has <c>data: null</c> or no data at all.</summary>
public enum DataOnError
{
    /// <summary>
    /// Null for limits, rights and refused mutations; absent for a document that was never carried out.
    /// </summary>
    Varies,
    Null,
    Absent,
}

/// <summary>The order of a mutation's edges against its inputs.</summary>
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

/// <summary>Whether a connection shows records whose validity has ended.</summary>
public enum ObjectStatus
{
    All,
    Open,
    Closed,
}
