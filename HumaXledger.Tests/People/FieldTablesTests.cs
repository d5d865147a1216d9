using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.Xledger;
using HumaXledger.Core.Xledger.Wire;
using HumaXledger.Core.Xledger.Writing;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.People;

/// <summary>Every field has its entry in each table, in the order of the enum, and the tables agree.</summary>
public sealed class FieldTablesTests
{
    public static TheoryData<Field> Fields => [.. Enum.GetValues<Field>()];

    public static TheoryData<Field> FieldsWrittenToXledger =>
        [.. FieldRules.All.Where(rules => rules.Xledger.Writable).Select(rules => rules.Field)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Tables_EveryField_IsAtItsPlaceInEach(Field field) =>
        Assert.Equal(
            (field, field, field),
            (FieldRules.For(field).Field, HumaFields.For(field).Field, XledgerFields.For(field).Field)
        );

    [Fact]
    public void Tables_NoneHoldsMoreThanTheFieldsThereAre()
    {
        var count = Enum.GetValues<Field>().Length;

        Assert.Equal((count, count), (FieldRules.All.Count, XledgerFields.All.Count));
        Assert.Equal(count, FieldRules.All.Select(rules => rules.Name).Distinct().Count());
    }

    [Fact]
    public void Sandbox_ItsListAndItsTable_AreInTheOrderOfTheFields()
    {
        Assert.Equal(
            Enum.GetNames<Field>().Select(name => name == nameof(Field.DateOfBirth) ? "BirthDate" : name),
            Enum.GetNames<SandboxField>()
        );
        Assert.Equal(Enum.GetValues<SandboxField>(), SandboxFields.All);
    }

    /// <summary>The forecast counts requests by the table; the writing must go where the table says.</summary>
    [Theory]
    [MemberData(nameof(FieldsWrittenToXledger))]
    public void WrittenTo_IsWhereAChangeGoes(Field field)
    {
        var nothing = new FieldValues(
            FieldRules.All.Select(rules => KeyValuePair.Create(rules.Field, FieldValue.Nothing))
        );
        var employee = new XledgerEmployee(new Person(Side.Xledger, "1", Active: true, nothing), "2", "3");
        var values = new Dictionary<Field, FieldValue> { [field] = new FieldValue.Of(Example(field)) };

        var write = XledgerWriting.Update(
            new XledgerUpdate(employee, values),
            _ => new SystemValueNode("4", "M", "Male"),
            isSupplier: true
        );

        Assert.Empty(write.NotWritten);
        Assert.Equal(
            FieldRules.For(field).WrittenTo,
            write.Nodes.Keys.Aggregate(XledgerRecords.None, (all, part) => all | (XledgerRecords)(int)part)
        );
    }

    [Fact]
    public void WrittenTo_OfAFieldThatXledgerDoesNotTake_IsNowhere() =>
        Assert.All(FieldRules.All, rules =>
            Assert.Equal(rules.Xledger.Writable, rules.WrittenTo != XledgerRecords.None)
        );

    private static string Example(Field field) =>
        FieldRules.KindOf(field) switch
        {
            FieldKind.Address => new Address("Storgata 1", "0155", "Oslo", "NO").ToValue().TextOrNull!,
            FieldKind.BirthDate or FieldKind.Date => "1990-08-15",
            _ => "Kari",
        };
}
