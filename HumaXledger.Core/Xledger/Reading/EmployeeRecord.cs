using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>
/// An employee as read, asked for the value of one place: what could not be read is unknown, what is not there empty.
/// </summary>
/// <remarks>
/// An employee without a contact holds nothing in the contact's fields, so they are empty. Without a subledger the bank
/// account is unknown, not empty: it is only ever copied to Huma, and "no ledger record" must never clear it there.
/// </remarks>
internal sealed class EmployeeRecord
{
    private readonly Unreadable _unreadable;
    private readonly bool _subledgerHidden;
    private readonly Placed _email;
    private readonly Placed _phone;
    private readonly Placed _address;

    public EmployeeRecord(EmployeeNode node, Unreadable unreadable)
    {
        (Node, _unreadable) = (node, unreadable);
        ContactId = Contact?.DbId ?? node.ContactDbId;
        // A reference without the record means that the record is there and not shown.
        ContactHidden = Contact is null && (ContactId is not null || unreadable.Touches("contact"));
        _subledgerHidden = Subledger is null && unreadable.Touches("subledger");
        _email = TwoPlaces.Email(
            OfContact("email", Contact?.Email),
            OfSubledger("email", Subledger?.Email),
            Own("email", node.Email)
        );
        _phone = TwoPlaces.Phone(OfContact("phone", Contact?.Phone), OfSubledger("phone", Subledger?.Phone));
        _address = TwoPlaces.Address(
            AddressAt("contact.address", ContactHidden, Contact?.Address),
            AddressAt("subledger.address", _subledgerHidden, Subledger?.Address),
            AddressAt("contact.homeAddress", ContactHidden, Contact?.HomeAddress)
        );
        GivenName = OfContact("firstName", Contact?.FirstName);
        FamilyName = OfContact("lastName", Contact?.LastName);
    }

    public EmployeeNode Node { get; }

    public ContactNode? Contact => Node.Contact;

    private SubledgerNode? Subledger => Node.Subledger;

    public string? ContactId { get; }

    /// <summary>Whether there is a contact that is not shown.</summary>
    public bool ContactHidden { get; }

    public FieldValue Email => _email.Value;

    public FieldValue Phone => _phone.Value;

    public FieldValue Address => _address.Value;

    public FieldValue GivenName { get; }

    public FieldValue FamilyName { get; }

    /// <summary>A gender of which neither code nor name is shown is there and not known.</summary>
    public FieldValue Gender =>
        Contact?.Gender is not { } gender ? OfContact("gender", null)
        : People.Gender.OfSystemValue(gender.Code, gender.Name) is { } text ? FieldValue.From(text)
        : FieldValue.NotKnown;

    public FieldValue BankAccount =>
        Subledger is not { } ledger || (ledger.BankAccount is null && _unreadable.Touches("subledger.bankAccount"))
            ? FieldValue.NotKnown
            : new BankAccount(ledger.BankAccount ?? "", Part(ledger.Company?.Address?.Country?.Code)).ToValue();

    public FieldValue Identification =>
        ContactHidden
            ? FieldValue.NotKnown
            : SocialSecurity.Read(Contact?.SocialSec, Node.SocialSecurityMasked, _unreadable);

    /// <summary>The fields whose places hold different values.</summary>
    public IEnumerable<InnerDisagreement> Disagreements =>
        new[]
        {
            _email.Disagreement,
            _phone.Disagreement,
            _address.Disagreement,
            TwoPlaces.Names(GivenName, FamilyName, Contact?.MiddleName, Node.Description, Subledger?.Description),
        }.OfType<InnerDisagreement>();

    /// <param name="path">Where an error of the page would name it.</param>
    public FieldValue Own(string path, string? text) =>
        text is null && _unreadable.Touches(path) ? FieldValue.NotKnown : FieldValue.From(text);

    /// <inheritdoc cref="Own"/>
    public FieldValue Date(string path, string? text) => Own(path, OsloClock.DateText(text));

    public FieldValue OfContact(string name, string? text) =>
        ContactHidden ? FieldValue.NotKnown : Own($"contact.{name}", text);

    private FieldValue OfSubledger(string name, string? text) =>
        _subledgerHidden ? FieldValue.NotKnown : Own($"subledger.{name}", text);

    private FieldValue AddressAt(string path, bool hidden, AddressNode? address) =>
        hidden || _unreadable.Touches(path)
            ? FieldValue.NotKnown
            : new Address(
                Part(address?.StreetAddress),
                Part(address?.ZipCode),
                Part(address?.Place),
                Part(address?.Country?.Code) ?? Part(address?.Country?.Description)
            ).ToValue();

    private static string? Part(string? text) => InvisibleCharacters.IsBlank(text) ? null : text;

    public override string ToString() => Node.ToString();
}
