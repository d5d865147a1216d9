using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>
/// Hands to the contexts of one store the vault, and whether they are limited. Every property of these types goes
/// through the vault, whatever table it is in.
/// </summary>
internal sealed class Sealing(ValueVault vault, bool limited = false) : IDbContextOptionsExtension
{
    /// <summary>Encrypts and decrypts.</summary>
    public ValueVault Vault => vault;

    /// <summary>Whether the contexts see some connections only (<see cref="SyncDbContext.Reach"/>).</summary>
    public bool Limited => limited;

    /// <inheritdoc />
    public DbContextOptionsExtensionInfo Info => new Facts(this);

    /// <summary>Puts the encrypting converters into the model.</summary>
    public static void Apply(ModelBuilder model, ValueVault vault)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.ClrType == typeof(FieldValue))
            {
                property.SetValueConverter(new FieldValueConverter(vault));
            }
            else if (property.ClrType == typeof(FieldValues))
            {
                property.SetValueConverter(new FieldValuesConverter(vault));
            }
        }
    }

    /// <inheritdoc />
    public void ApplyServices(IServiceCollection services) { }

    /// <inheritdoc />
    public void Validate(IDbContextOptions options) { }

    private sealed class Facts(Sealing sealing) : DbContextOptionsExtensionInfo(sealing)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        // EF Core's own services are the same with any vault; the model is not (SealedModels).
        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is Facts;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) { }
    }
}

/// <summary>A model holds the vault that its values go through, and the filters of limited contexts.</summary>
internal sealed class SealedModels : IModelCacheKeyFactory
{
    /// <inheritdoc />
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), designTime, (context as SyncDbContext)?.Vault, (context as SyncDbContext)?.IsLimited);
}
