using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.People;

public class InvisibleCharacterTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    // Zero-width space, soft hyphen, byte order mark, word joiner, tag character, filler, grapheme joiner, selector,
    // joiners.
    public static TheoryData<string> Ignored =>
        [
            "\u200B",
            "\u00AD",
            "\uFEFF",
            "\u2060",
            char.ConvertFromUtf32(0xE0041),
            "\u3164",
            "\u034F",
            "\uFE0F",
            "\u200D",
            "\u200C",
            "\u2064",
        ];

    public static TheoryData<string> Refused =>
        [
            "\u202E",
            "\u202A",
            "\u2066",
            "\u2069",
            "\u200E",
            "\u200F",
            "\u061C",
            "\uFFFD",
            "\uFFFC",
            "\uFFFE",
            "\uFFFF",
            "\uFDD0",
            char.ConvertFromUtf32(0x1FFFE),
            "\uD83D",
            "\uDE00",
            "\u0007",
        ];

    [Theory]
    [MemberData(nameof(Ignored))]
    public void Same_TextWithAnInvisibleCharacter_EqualsTheTextWithout(string unseen)
    {
        (Field Field, string Text)[] values =
        [
            (Field.GivenName, "Kari"),
            (Field.FamilyName, "Ødegård"),
            (Field.Email, "kari@example.no"),
            (Field.EmploymentId, "0042"),
            (Field.JobTitle, "Sjef"),
            (Field.Gender, "Kvinne"),
            (Field.Gender, "Agender"),
            (Field.Phone, "912 34 567"),
            (Field.DateOfBirth, "1990-01-31"),
            (Field.Identification, "15507600333"),
            (Field.BankAccount, "8601.11.17947"),
            (Field.BankAccount, "NO9386011117947"),
        ];
        foreach (var (field, text) in values)
        {
            foreach (var at in (int[])[0, 2, text.Length])
            {
                var marked = new FieldValue.Of(text.Insert(at, unseen));
                Assert.True(FieldNormal.Same(field, new FieldValue.Of(text), marked, "NO"), $"{field} at {at}");
                Assert.Equal(Check(field, text), Check(field, marked.Text));
                Assert.Equal(new FieldValue.Of(text), InvisibleCharacters.Written(field, marked));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ignored))]
    public void Same_AddressWithAnInvisibleCharacter_EqualsTheAddressWithout(string unseen)
    {
        var address = new Address("Storgata 1", "0155", "Oslo", "NO");
        var marked = new Address($"Stor{unseen}gata 1", $"{unseen}0155", $"Os{unseen}lo", $"N{unseen}O");

        Assert.True(FieldNormal.Same(Field.Address, address.ToValue(), marked.ToValue(), null));
        Assert.Equal(address.ToValue(), InvisibleCharacters.Written(Field.Address, marked.ToValue()));
        Assert.Equal(new Address($"{unseen} ", null, unseen, "").ToValue(), FieldValue.Nothing);
    }

    [Theory]
    [MemberData(nameof(Ignored))]
    public void From_OnlyInvisibleCharacters_IsEmpty(string unseen)
    {
        Assert.Equal(FieldValue.Nothing, FieldValue.From(unseen));
        Assert.Equal(FieldValue.Nothing, FieldValue.From($" {unseen}\u00A0{unseen}"));
        Assert.Equal(FieldValue.Nothing, new BankAccount(unseen, "NO").ToValue());
        Assert.All(FieldRules.All, rules =>
            Assert.Equal("", FieldNormal.Key(rules.Field, new FieldValue.Of(unseen), "NO"))
        );
        Assert.All(FieldRules.All, rules =>
            Assert.Equal(ValueReasons.TextEmpty, Check(rules.Field, unseen).Reason?.Code)
        );
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Check_InvalidOrBidirectionalCharacters_AreRefusedAndStayADifference(string character)
    {
        foreach (var rules in FieldRules.All)
        {
            Assert.Equal(ValueReasons.TextCharacters, Check(rules.Field, $"Ka{character}ri").Reason?.Code);
        }

        var marked = new FieldValue.Of($"Ka{character}ri");
        Assert.False(FieldNormal.Same(Field.GivenName, new FieldValue.Of("Kari"), marked, "NO"));
    }

    [Theory]
    [InlineData("علی\u200Cرضا")]
    [InlineData("क्\u200Dष")]
    [InlineData("葛\U000E0100城")]
    [InlineData("❤\uFE0F")]
    [InlineData("👩\u200D💻")]
    public void Written_JoinersThatShapeTheirNeighbours_AreKept(string text)
    {
        Assert.Equal(new FieldValue.Of(text), InvisibleCharacters.Written(Field.FamilyName, new FieldValue.Of(text)));
        var plain = new FieldValue.Of(InvisibleCharacters.Without(text));
        Assert.True(FieldNormal.Same(Field.FamilyName, new FieldValue.Of(text), plain, null));
    }

    [Theory]
    [InlineData("Ka\u200Dri", "Kari")]
    [InlineData("\u200Cعلی\u200C", "علی")]
    [InlineData("Kari\uFE0F", "Kari")]
    [InlineData("Ka\u00ADri \u200BLie", "Kari Lie")]
    public void Written_JoinersThatShapeNothing_AreRemoved(string text, string expected) =>
        Assert.Equal(
            new FieldValue.Of(expected),
            InvisibleCharacters.Written(Field.FamilyName, new FieldValue.Of(text))
        );

    [Fact]
    public void PlannedChange_To_NeverHoldsInvisibleCharacters()
    {
        var change = new PlannedChange(
            1,
            Side.Xledger,
            ChangeKind.Update,
            new HumaId("h"),
            new XledgerId("x"),
            "Kari",
            Field.GivenName,
            FieldValue.Nothing,
            new FieldValue.Of("Ka\u200Bri"),
            ChangeCause.Decided,
            new Reason("")
        );

        Assert.Equal(new FieldValue.Of("Kari"), change.To);
        Assert.Equal(new FieldValue.Of("Ola"), (change with { To = new FieldValue.Of("\uFEFFOla") }).To);
    }

    [Fact]
    public void Written_ValueWithoutSuchCharacters_IsTheSameObject()
    {
        FieldValue value = new FieldValue.Of("Åse Lie 🙂");
        Assert.Same(value, InvisibleCharacters.Written(Field.GivenName, value));
        Assert.Same(FieldValue.NotKnown, InvisibleCharacters.Written(Field.GivenName, FieldValue.NotKnown));
    }

    private static Verdict Check(Field field, string text) =>
        FieldCheck.Check(field, new FieldValue.Of(text), "NO", Today);
}
