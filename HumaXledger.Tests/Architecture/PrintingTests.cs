using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core;
using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Architecture;

/// <summary>
/// No type prints a secret or a personal value into a log, an exception or a message. Each type of the product is
/// created with a marker in every member that may hold one, and printed: a new record with such a member fails until it
/// overrides its printing.
/// </summary>
public sealed class PrintingTests
{
    private const string Mark = "m4rk0fAValue";

    /// <summary>Members with these names hold what must not be printed. Ids are printed on purpose.</summary>
    private static readonly string[] Guarded =
    [
        "Identification",
        "SocialSec",
        "TaxNo",
        "Account",
        "BankAccount",
        "Iban",
        "Number",
        "Token",
        "Secret",
        "Password",
        "Cipher",
        "Body",
        "Text",
        "Normalised",
        "ConnectionString",
        "Html",
        "Json",
        "Bearer",
        "Message",
        "Phone",
        "BirthDate",
        "Birthday",
        "Street",
        "StreetAddress",
    ];

    private static readonly Assembly[] Product = [typeof(Secret).Assembly, typeof(PortalHost).Assembly];

    public static TheoryData<string> Types =>
        [
            .. Product
                .SelectMany(assembly => assembly.GetTypes())
                .Where(IsMade)
                .Where(type => Made(type, 0) is not null && Marked(type))
                .Select(type => type.FullName!),
        ];

    [Fact]
    public void Rule_AppliesToTypesThatHoldValues()
    {
        string[] known =
        [
            typeof(Person).FullName!,
            typeof(NationalId).FullName!,
            typeof(BankAccountNumber).FullName!,
            typeof(StorageConnection).FullName!,
            typeof(ChangeRecord).FullName!,
            typeof(ProtectedSecret).FullName!,
        ];

        Assert.Subset(Types.Select(row => row.Data).ToHashSet(), known.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_ThatHoldsAValueOrSecret_DoesNotPrintIt(string name) =>
        Assert.DoesNotContain(
            Mark,
            Printed(Product.Select(assembly => assembly.GetType(name)).OfType<Type>().Single()),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(typeof(PlantedText))]
    [InlineData(typeof(PlantedNode))]
    [InlineData(typeof(PlantedInside))]
    public void Rule_RecordWithTheDefaultToString_IsFound(Type planted) =>
        Assert.Contains(Mark, Printed(planted), StringComparison.Ordinal);

    [Fact]
    public void Value_SerializedToJsonDirectly_IsRefused()
    {
        FieldValue value = new FieldValue.Of(Mark);

        Assert.DoesNotContain(
            Mark,
            Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(value)).ToString(),
            StringComparison.Ordinal
        );
        Assert.Throws<NotSupportedException>(() =>
            JsonSerializer.Serialize(
                new Person(Side.Huma, "1", Active: true, FieldValues.AllUnknown.With(Field.Identification, value))
            )
        );
        Assert.DoesNotContain(Mark, JsonSerializer.Serialize(new Secret(Mark)), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_EveryMessage_TakesOnlyTypesThatCannotHoldAValue()
    {
        var lines = Product
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Public
                        | BindingFlags.NonPublic
                        | BindingFlags.Instance
                        | BindingFlags.Static
                        | BindingFlags.DeclaredOnly
                )
            )
            .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null)
            .ToList();

        Assert.InRange(lines.Count, 20, int.MaxValue);
        Assert.All(lines.SelectMany(line => line.GetParameters()), parameter =>
            Assert.True(
                MayBeLogged(parameter.ParameterType)
                    && !Guarded.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase),
                $"{parameter.Member.DeclaringType}.{parameter.Member.Name} logs {parameter.Name}."
            )
        );
        // Anything that is not logged by such a method could contain any value.
        Assert.DoesNotContain(Product.SelectMany(CompiledCode.Of), mention =>
            mention.What == typeof(LoggerExtensions) && mention.Member!.StartsWith("Log", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Store_NeverLogsQueryParameters() =>
        Assert.DoesNotContain(Product.SelectMany(CompiledCode.Of), mention =>
            mention.Member
                is nameof(DbContextOptionsBuilder.EnableSensitiveDataLogging)
                    or nameof(DbContextOptionsBuilder.EnableDetailedErrors)
                    or "set_EnableSensitiveDataLogging"
        );

    private static bool MayBeLogged(Type type) =>
        type.IsPrimitive
        || type.IsEnum
        || Nullable.GetUnderlyingType(type) is { } inner && MayBeLogged(inner)
        || type == typeof(string)
        || type == typeof(Guid)
        || type == typeof(DateTime)
        || type == typeof(DateTimeOffset)
        || type == typeof(TimeSpan)
        || type == typeof(Uri)
        || type == typeof(Reason)
        || type == typeof(HumaId)
        || type == typeof(XledgerId)
        || typeof(Exception).IsAssignableFrom(type)
        || typeof(ILogger).IsAssignableFrom(type);

    private static string Printed(Type type) => Made(type, 0)!.ToString() ?? "";

    private static bool IsMade(Type type) =>
        !type.IsAbstract
        && !type.IsInterface
        && !type.IsEnum
        && !type.ContainsGenericParameters
        && !type.IsByRefLike
        && !typeof(Delegate).IsAssignableFrom(type)
        && !typeof(Exception).IsAssignableFrom(type)
        && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        && !type.Name.Contains('<', StringComparison.Ordinal);

    // Only what these types print matters; the others print their type name.
    private static bool Marked(Type type) =>
        type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType is { } declared
            && declared != typeof(object)
            && declared != typeof(ValueType)
        || Fields(type).Any(IsGuarded);

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        type.BaseType is { } parent && parent != typeof(object)
            ? type.GetFields(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly
                )
                .Concat(Fields(parent))
            : type.GetFields(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly
            );

    private static bool IsGuarded(FieldInfo field) =>
        (field.FieldType == typeof(string) && Guarded.Contains(NameOf(field), StringComparer.OrdinalIgnoreCase))
        || field.FieldType == typeof(JsonElement)
        || field.FieldType == typeof(JsonElement?)
        || typeof(JsonNode).IsAssignableFrom(field.FieldType)
        || field.FieldType == typeof(FieldValue)
        || field.FieldType == typeof(FieldValues)
        || field.FieldType == typeof(Secret)
        || field.FieldType == typeof(XledgerToken);

    private static string NameOf(FieldInfo field) =>
        field.Name[0] == '<'
            ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)]
            : field.Name.TrimStart('_');

    private static object? Made(Type type, int depth)
    {
        if (depth > 3 || !IsMade(type))
        {
            return null;
        }

        var made = RuntimeHelpers.GetUninitializedObject(type);
        GC.SuppressFinalize(made);
        foreach (var field in Fields(type))
        {
            if (Content(field, depth) is { } content)
            {
                field.SetValue(made, content);
            }
        }

        return made;
    }

    private static object? Content(FieldInfo field, int depth)
    {
        var type = field.FieldType;
        return type == typeof(string)
            ? IsGuarded(field)
                ? Mark
                : "x"
            : type == typeof(FieldValue)
                ? new FieldValue.Of(Mark)
                : type == typeof(FieldValues)
                    ? new FieldValues(
                        FieldRules.All.Select(rules =>
                            KeyValuePair.Create<Field, FieldValue>(rules.Field, new FieldValue.Of(Mark))
                        )
                    )
                    : type == typeof(Secret)
                        ? new Secret(Mark)
                        : type == typeof(XledgerToken)
                            ? XledgerToken.TryRead(
                                Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Mark + Mark)),
                                out _
                            )
                            : type == typeof(JsonElement) || type == typeof(JsonElement?)
                                ? JsonSerializer.SerializeToElement(
                                    new Dictionary<string, string> { ["socialSec"] = Mark }
                                )
                                : type == typeof(JsonObject) || type == typeof(JsonNode)
                                    ? new JsonObject { ["socialSec"] = Mark }
                                    : type.IsArray
                                        ? Array.CreateInstance(type.GetElementType()!, 0)
                                        : type.IsGenericType && type.IsInterface && Empty(type) is { } empty
                                            ? empty
                                            : type is { IsGenericType: true, Name: "IReadOnlyDictionary`2" }
                                                ? Activator.CreateInstance(
                                                    typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments())
                                                )
                                                : Product.Contains(type.Assembly)
                                                || type.Assembly == typeof(PrintingTests).Assembly
                                                    ? Made(type, depth + 1)
                                                    : null;
    }

    private static Array? Empty(Type list) =>
        list.GetGenericArguments() is [var item]
        && Array.CreateInstance(item, 0) is { } array
        && list.IsInstanceOfType(array)
            ? array
            : null;

    private sealed record PlantedText(Guid Id, string Identification);

    private sealed record PlantedNode(JsonElement Node);

    private sealed record PlantedInside(PlantedText Text);
}
