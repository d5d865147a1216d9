using HumaXledger.Core.Storage.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Keys;

/// <summary>
/// One vault for stores that only this process opens: its keys are made once, and are in no database.
/// </summary>
internal static class SharedVault
{
    private static readonly EphemeralDataProtectionProvider Keys = new();

    public static ValueVault Vault { get; } =
        new(new ValueKeys(ring: null, () => Keys, TimeProvider.System), () => Keys);

    public static IServiceCollection AddSharedVault(this IServiceCollection services) => services.AddSingleton(Vault);
}
