using HumaXledger.Core.Storage.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Keys;

/// <summary>
/// One vault for stores that nobody but this process opens: EF Core makes a model and compiles every query anew for
/// each vault, which would cost each of them a third of a second.
/// </summary>
internal static class SharedVault
{
    private static readonly EphemeralDataProtectionProvider Keys = new();

    public static ValueVault Vault { get; } = new(new ValueKeys(ring: null, () => Keys), () => Keys);

    public static IServiceCollection AddSharedVault(this IServiceCollection services) => services.AddSingleton(Vault);
}
