using System.Reflection;
using System.Runtime.CompilerServices;
using HumaXledger.Core.People;
using HumaXledger.Portal;

namespace HumaXledger.Tests.Architecture;

/// <summary>A class that takes many dependencies holds two ideas. Records are facts and may have many parts.</summary>
public sealed class ConstructorTests
{
    private const int Most = 6;

    public static TheoryData<Assembly> Assemblies => [typeof(Person).Assembly, typeof(PortalHost).Assembly];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Constructor_OfAClass_TakesAtMostSixDependencies(Assembly assembly) =>
        Assert.Empty(
            assembly.GetTypes().Where(IsOurs).SelectMany(Long).Select(found => $"{found.DeclaringType} {found}")
        );

    [Fact]
    public void LongConstructor_IsSeen()
    {
        Assert.Single(Long(typeof(Greedy)));
        Assert.False(IsOurs(typeof(Fact)));
    }

    private static IEnumerable<ConstructorInfo> Long(Type type) =>
        type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(constructor => constructor.GetParameters().Length > Most);

    private static bool IsOurs(Type type) =>
        !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            is null;

    private sealed class Greedy(int a, int b, int c, int d, int e, int f, int g)
    {
        public int Sum => a + b + c + d + e + f + g;
    }

    private sealed record Fact(int A, int B, int C, int D, int E, int F, int G);
}
