using HumaXledger.Core.People;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Reading;
using HumaXledger.Core.Xledger.Writing;

namespace HumaXledger.Core.Xledger;

/// <summary>One input of a mutation that a field is written to.</summary>
/// <param name="Shown">Where the answer to the mutation shows the value, to find out whether emptying it worked: paths
/// that the mutation selects. None where no answer shows it.</param>
internal sealed record FieldInput(Part Part, string Name, params string[] Shown);

/// <summary>How Xledger holds one field: what is read of it and which inputs a change goes to.</summary>
/// <param name="Selects">Paths within an employee that the queries select for it.</param>
internal sealed record XledgerField(Field Field, params string[] Selects)
{
    /// <summary>The value that an employee as read holds.</summary>
    public required Func<EmployeeRecord, FieldValue> Read { get; init; }

    /// <summary>The inputs that take it; those of the employee when one is added, too.</summary>
    public IReadOnlyList<FieldInput> Inputs { get; init; } = [];

    /// <summary>Writes it; null for one that goes to each of its inputs as a text.</summary>
    public Action<FieldPut>? Put { get; init; }

    /// <summary>Whether it is written without a contact too, to the inputs of the employee.</summary>
    public bool GoesWithoutContact { get; init; }

    /// <summary>Whether a contact holds it, so that an employee without one does not.</summary>
    public bool IsOfContact => Selects.Any(path => path.StartsWith("contact.", StringComparison.Ordinal));

    /// <summary>Whether it cannot be written where there is no contact.</summary>
    public bool NeedsContact => !GoesWithoutContact && Inputs.Any(input => input.Part == Part.Contact);

    /// <summary>A day that the employee itself holds.</summary>
    public static XledgerField DateOfEmployee(Field field, string name, Func<EmployeeRecord, string?> text) =>
        new(field, name)
        {
            Read = record => record.Date(name, text(record)),
            Inputs = [new FieldInput(Part.Employee, name, name)],
        };

    /// <summary>A text that the contact holds.</summary>
    /// <param name="text">Null: the wire record has no property for it, and it is found by its name.</param>
    public static XledgerField OfContact(Field field, string name, Func<EmployeeRecord, string?>? text = null) =>
        new(field, $"contact.{name}")
        {
            Read = record => record.OfContact(name, text is null ? record.Contact?.Text(name) : text(record)),
            Inputs = [new FieldInput(Part.Contact, name, name)],
        };

    /// <summary>The text that an input takes for a value.</summary>
    public string InputText(string text) =>
        FieldRules.KindOf(Field) == FieldKind.Identification ? IdentificationNumber.Read(text).Number : text;

    /// <summary>How its inputs are emptied.</summary>
    public ClearKind Clearing => FieldRules.KindOf(Field).IsDate() ? ClearKind.Date : ClearKind.Text;
}
