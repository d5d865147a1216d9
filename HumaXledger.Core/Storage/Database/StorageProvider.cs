namespace HumaXledger.Core.Storage.Database;

/// <summary>The databases that can hold the store; the names are the values of <c>Storage:Provider</c>.</summary>
public enum StorageProvider
{
    Sqlite,
    PostgreSql,
}
