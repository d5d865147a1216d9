using System.Reflection;
using System.Reflection.Emit;

namespace HumaXledger.Tests.Architecture;

/// <summary>
/// <see cref="By"/> uses <see cref="What"/>: as a base, in a signature, as a local or in a body. <see cref="Member"/>
/// is the member that is called or read.
/// </summary>
internal sealed record Mention(Type By, Type What, string? Member)
{
    public override string ToString() => $"{By.FullName} names {What.FullName}{(Member is null ? "" : "." + Member)}";
}

/// <summary>
/// The types used by an assembly's types, read from its IL, which no spelling of a name can hide. Constants are the
/// exception: the compiler inlines them.
/// </summary>
internal static class CompiledCode
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IReadOnlyList<Mention> Of(Assembly assembly) =>
        [.. assembly.GetTypes().Where(type => type.Namespace is not null).SelectMany(Of).Distinct()];

    /// <summary>
    /// Uses of the type itself; nested types, which contain lambdas and async bodies, are types of their own.
    /// </summary>
    public static IEnumerable<Mention> Of(Type type)
    {
        var signature = type.GetInterfaces()
            .Append(type.BaseType)
            .Concat(type.GetCustomAttributesData().Select(attribute => attribute.AttributeType))
            .Concat(type.GetFields(Declared).Select(field => field.FieldType));
        var methods = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared));
        return Named(signature)
            .Select(named => new Mention(type, named, null))
            .Concat(methods.SelectMany(method => Of(type, method)));
    }

    private static IEnumerable<Mention> Of(Type type, MethodBase method)
    {
        var body = method.GetMethodBody();
        var signature = method
            .GetParameters()
            .Select(parameter => parameter.ParameterType)
            .Append((method as MethodInfo)?.ReturnType)
            .Concat(body?.LocalVariables.Select(local => local.LocalType) ?? [])
            .Concat(
                body?.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
                    .Select(clause => clause.CatchType)
                    ?? []
            );
        foreach (var named in Named(signature))
        {
            yield return new Mention(type, named, null);
        }

        foreach (var member in Tokens(body?.GetILAsByteArray() ?? []).Select(token => Resolve(method, token)))
        {
            var generic = member is MethodInfo { IsGenericMethod: true } call ? call.GetGenericArguments() : [];
            foreach (var named in Named(generic.Append(member as Type)))
            {
                yield return new Mention(type, named, null);
            }

            // The member is its declaring type's; of a type argument nothing is called.
            var declaring = member is Type ? null : member.DeclaringType;
            foreach (var (index, named) in Named([declaring]).Index())
            {
                yield return new Mention(type, named, index == 0 ? member.Name : null);
            }
        }
    }

    private static MemberInfo Resolve(MethodBase method, int token) =>
        method.Module.ResolveMember(
            token,
            method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null,
            method is MethodInfo { IsGenericMethodDefinition: true } definition
                ? definition.GetGenericArguments()
                : null
        )!;

    /// <summary>The types inside these: an array's element, a list's item.</summary>
    private static IEnumerable<Type> Named(IEnumerable<Type?> types)
    {
        foreach (var type in types)
        {
            if (type is null || type.IsGenericParameter)
            {
                continue;
            }

            if (type.HasElementType)
            {
                foreach (var element in Named([type.GetElementType()]))
                {
                    yield return element;
                }

                continue;
            }

            yield return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
            foreach (var argument in Named(type.IsGenericType ? type.GetGenericArguments() : []))
            {
                yield return argument;
            }
        }
    }

    /// <summary>The metadata tokens that a body refers to (ECMA-335, partition III).</summary>
    private static IEnumerable<int> Tokens(byte[] body)
    {
        for (var at = 0; at < body.Length; )
        {
            var value = body[at] == 0xFE ? (short)(0xFE00 | body[at + 1]) : body[at];
            var code = OpCodesByValue[value];
            at += code.Size;
            if (
                code.OperandType
                is OperandType.InlineField
                    or OperandType.InlineMethod
                    or OperandType.InlineTok
                    or OperandType.InlineType
            )
            {
                yield return BitConverter.ToInt32(body, at);
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(body, at)),
                _ => 4,
            };
        }
    }
}
